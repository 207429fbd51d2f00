/* The page of a job that is being done: how far it is, asked every second; at its end the page is loaded anew. */

const panel = document.querySelector("[data-job]");
const EVERY = 1000;
const LATER = 5000;

async function look() {
  let wait = EVERY;
  try {
    const answer = await fetch(panel.dataset.job, { headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.ok) {
      throw new Error(`answered ${answer.status}`);
    }
    const job = await answer.json();
    if (job.over) {
      location.reload();
      return;
    }
    show(job);
  } catch {
    // The house may be restarting, or is busy writing.
    wait = LATER;
  }
  setTimeout(look, wait);
}

function show(job) {
  const bar = panel.querySelector("progress");
  const text = panel.querySelector("[data-job-text]");
  if (job.total > 0) {
    bar.max = job.total;
    bar.value = job.processed;
  }
  if (job.status === "running") {
    const state = panel.querySelector("[data-job-working]");
    state.textContent = state.dataset.jobWorking;
  }
  text.textContent = text.dataset.jobText.replace(/\{(\w+)\}/g, (whole, key) => Number(job[key]).toLocaleString("en-US"));
}

if (panel) {
  setTimeout(look, EVERY);
}

/* The few words that scripts write, in the page's language: <body data-words='{"name": "…{count}…"}'>. */

const words = JSON.parse(document.body.dataset.words || "{}");

/** The words called `name`, with each {key} replaced by the value given for it. */
export function word(name, values = {}) {
  return (words[name] || name).replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

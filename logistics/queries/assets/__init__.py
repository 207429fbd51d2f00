"""Assets as others read them: values, the pool, what is promised, what is over the standard."""

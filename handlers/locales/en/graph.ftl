# The decision as a picture.

graph-urgent = ① Is it urgent?
graph-base = ② What is it?
graph-softened = ③ An emergency, or a mistake of ours
graph-capped = ④ Accommodation, age, language
graph-determination = ⑤ Effects on the work
graph-severity = ⑥ How grave
graph-history = ⑦ Earlier cases with the same customer
graph-yes = urgent
graph-no = not urgent
graph-holds = holds
graph-next = does not
graph-otherwise = as it was

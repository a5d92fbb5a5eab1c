// title = "Every quote"
MATCH (q:Quote)
RETURN q AS quote

// title = "Quotes by their ids"
UNWIND $ids AS id
MATCH (q:Quote {id: id})
RETURN q AS quote

// title = "Evidence with its exact words"
// question = "On which words of which document does each piece of evidence of an action rest?"
// who = "An auditor who checks an answer against the document"
// columns = ["action_id", "statement_id", "stage", "basis", "document", "sha256", "start", "end", "words"]
// [parameters.action]
// type = "text"
// about = "id of an action"
MATCH (a:Action {id: $action})-[r:EVIDENCED_BY]->(s:Statement)
WITH *
UNWIND r.quotes AS quote
MATCH (q:Quote {id: quote})
RETURN a.id AS action_id, s.id AS statement_id, s.stage AS stage, r.basis AS basis,
       q.document AS document, q.sha256 AS sha256, q.start AS start, q.end AS end, q.text AS words
ORDER BY document, start, end, statement_id

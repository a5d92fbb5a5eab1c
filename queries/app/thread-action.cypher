// title = "The thread of an action"
// question = "What asked for it, who leads it, what shows that it was done, what is promised?"
MATCH (a:Action {id: $id})-[r:LISTED_IN|ORIGINATES_FROM|PART_OF|OWNED_BY|EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN|MENTIONS]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (a:Action {id: $id})-[:LISTED_IN|ORIGINATES_FROM|PART_OF]->(m)-[r:ISSUED_BY|STATED_IN|LED_BY]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (a:Action {id: $id})-[:ORIGINATES_FROM]->(m:Recommendation)-[:STATED_IN]->(d:Document)-[r:ISSUED_BY]->(x:Body)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (a:Action {id: $id})-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]->(s:Statement)-[r:MENTIONS]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (a:Action {id: $id})-[r:SAME_WORDS_AS]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit

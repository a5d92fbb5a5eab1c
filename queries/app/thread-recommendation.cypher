// title = "The thread of a recommendation"
// question = "Who asked for it, what did it give rise to, and what shows that this was done?"
MATCH (s:Recommendation {id: $id})-[r:STATED_IN]->(x:Document)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Recommendation {id: $id})-[:STATED_IN]->(d:Document)-[r:ISSUED_BY]->(x:Body)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Recommendation {id: $id})<-[r:ORIGINATES_FROM]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Recommendation {id: $id})<-[:ORIGINATES_FROM]-(a:Action)-[r:LISTED_IN|PART_OF|OWNED_BY|EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit

// title = "The thread of an organisation"
// question = "What did it issue, what came of that, and what does it own or lead?"
MATCH (b:Body {id: $id})<-[r:ISSUED_BY|OWNED_BY|LED_BY|MENTIONS]-(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (b:Body {id: $id})<-[:ISSUED_BY]-(d:Document)<-[r:STATED_IN|ORIGINATES_FROM]-(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (b:Body {id: $id})<-[:ISSUED_BY]-(d:Document)<-[:STATED_IN]-(m:Recommendation)<-[r:ORIGINATES_FROM]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (b:Body {id: $id})<-[:LED_BY]-(w:Workstream)<-[r:PART_OF]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit

// title = "The thread of an owner"
// question = "Which actions and workstreams does the plan give to this owner?"
MATCH (o:Owner {id: $id})<-[r:OWNED_BY|LED_BY|MENTIONS]-(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (o:Owner {id: $id})<-[:LED_BY]-(w:Workstream)<-[r:PART_OF]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (o:Owner {id: $id})<-[:MENTIONS]-(s:Statement)<-[r:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit

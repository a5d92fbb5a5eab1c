// title = "Ids that begin alike, to suggest when one is not known"
MATCH (n:Action) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500
UNION ALL
MATCH (n:Recommendation) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500
UNION ALL
MATCH (n:Document) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500
UNION ALL
MATCH (n:Workstream) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500
UNION ALL
MATCH (n:Owner) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500
UNION ALL
MATCH (n:Policy) WHERE n.id STARTS WITH $beginning RETURN n.id AS id ORDER BY id LIMIT 500

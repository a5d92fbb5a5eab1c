// title = "Actions by their own ref, or by how it begins"
MATCH (a:Action) WHERE toLower(a.ref) = $ref OR toLower(a.ref) STARTS WITH $ref + ' '
RETURN a AS node ORDER BY a.id LIMIT $limit

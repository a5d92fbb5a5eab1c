// title = "Full-text search over everything that has a name or words"
// question = "What speaks of these words? (the order is the caller’s own)"
CALL db.index.fulltext.queryNodes('Action[label,text]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Recommendation[label,text]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Statement[label,text]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Document[label,title,cited_as]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Body[label,short_name]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Workstream[label]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Owner[label,post]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Policy[label]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('TrainingProduct[label]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('System[label]', $words) YIELD node, score
RETURN node AS node, score AS score ORDER BY score DESC, node.id LIMIT $limit

// title = "Every action as the Find page lists it"
// question = "What does each action ask, and which plan, source, workstream, lead and status has it?"
// who = "The explorer, for its list of results and the counts beside its filters"
// columns = ["id", "ref", "text", "status", "plans", "sources", "workstreams", "leads"]
MATCH (a:Action)
OPTIONAL MATCH (a)-[:LISTED_IN]->(p:Document)
WITH a AS a, collect(DISTINCT p.id) AS plans
OPTIONAL MATCH (a)-[:PART_OF]->(w:Workstream)
WITH a AS a, plans AS plans, collect(DISTINCT w.id) AS workstreams
OPTIONAL MATCH (a)-[:OWNED_BY]->(o:Owner|Body)
WITH a AS a, plans AS plans, workstreams AS workstreams, collect(DISTINCT o.id) AS leads
OPTIONAL MATCH (a)-[:ORIGINATES_FROM]->(d:Document)
WITH a AS a, plans AS plans, workstreams AS workstreams, leads AS leads, collect(DISTINCT d.id) AS direct
OPTIONAL MATCH (a)-[:ORIGINATES_FROM]->(:Recommendation)-[:STATED_IN]->(s:Document)
WITH a AS a, plans AS plans, workstreams AS workstreams, leads AS leads, direct AS direct, collect(DISTINCT s.id) AS stated
RETURN a.id AS id, a.ref AS ref, a.text AS text, coalesce(a.status, 'unknown') AS status,
       plans AS plans, direct + stated AS sources, workstreams AS workstreams, leads AS leads
ORDER BY plans, a.ordinal, id

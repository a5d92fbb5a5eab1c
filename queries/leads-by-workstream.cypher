// title = "Who leads what, by workstream"
// question = "Who leads each workstream, and how many actions does it hold?"
// who = "A newcomer who needs to know whom to ask"
// columns = ["workstream_id", "workstream", "lead_id", "lead", "actions"]
MATCH (w:Workstream)-[:LED_BY]->(o)
RETURN w.id AS workstream_id, w.label AS workstream, o.id AS lead_id, o.label AS lead,
       COUNT { (w)<-[:PART_OF]-(:Action) } AS actions
ORDER BY workstream_id, lead_id

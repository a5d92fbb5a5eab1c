// Draws a diagram whose places were computed in Python. Labels reach the canvas as plain text;
// nothing of the data is ever read as HTML.
import "./vis-network.min.js";

const mounts = new WeakMap();
const SMALLEST = 0.35;
const LARGEST = 2;

function make(parent) {
  const stage = parent.querySelector(".stage");
  const live = parent.querySelector(".live");
  const mount = { stage, live, network: null, data: null, at: null, choose: () => {} };

  const say = (id) => {
    const { order, spoken } = mount.data;
    live.textContent = `${spoken[id]} Item ${order.indexOf(id) + 1} of ${order.length}.`;
  };
  const stand = (id) => {
    mount.at = id;
    mount.network.selectNodes([id]);
    const scale = mount.network.getScale();
    const { x, y } = mount.network.getPosition(id);
    const view = mount.network.getViewPosition();
    // Bring a node into view only when it is outside: moving all for each step is hard to follow.
    const beyondX = Math.abs(x - view.x) * scale > stage.clientWidth / 2 - 60;
    const beyondY = Math.abs(y - view.y) * scale > stage.clientHeight / 2 - 30;
    if (beyondX || beyondY) mount.network.moveTo({ position: { x, y }, scale });
    say(id);
  };
  const nearest = (dx, dy) => {
    const from = mount.network.getPosition(mount.at);
    let best = null;
    let least = Infinity;
    for (const id of mount.data.order) {
      if (id === mount.at) continue;
      const to = mount.network.getPosition(id);
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      const cost = along + 2 * aside;
      if (along > 1 && cost < least) [best, least] = [id, cost];
    }
    return best;
  };
  const moves = {
    ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
  };
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !mount.network) return;
    if (event.key in moves) {
      const next = nearest(...moves[event.key]);
      if (next !== null) stand(next);
      else say(mount.at);
    } else if (event.key === "Home") stand(mount.data.order[0]);
    else if (event.key === "End") stand(mount.data.order.at(-1));
    else if (event.key === "Enter") mount.choose(mount.at);
    else return;
    event.preventDefault();
  });
  stage.addEventListener("focus", () => {
    if (mount.network) stand(mount.at);
  });
  stage.addEventListener("blur", () => mount.network?.unselectAll());
  const scaleBy = (factor) => {
    const scale = Math.min(LARGEST, Math.max(SMALLEST, mount.network.getScale() * factor));
    mount.network.moveTo({ scale });
  };
  parent.querySelector(".larger").onclick = () => scaleBy(1.25);
  parent.querySelector(".smaller").onclick = () => scaleBy(0.8);
  parent.querySelector(".whole").onclick = () => fit(mount);
  mount.watcher = new ResizeObserver(() => {
    if (mount.network && stage.clientWidth !== mount.width) show(mount);
  });
  mount.watcher.observe(stage);
  return mount;
}

function fit(mount) {
  mount.network.fit({ maxZoomLevel: 1, animation: false });
}

function show(mount) {
  const { data, stage } = mount;
  mount.width = stage.clientWidth;
  const scale = Math.min(1, (stage.clientWidth - 24) / data.width);
  stage.style.height = `${Math.min(880, Math.max(260, data.height * scale + 48))}px`;
  mount.network?.destroy();
  const coarse = window.matchMedia("(pointer: coarse)").matches;
  const options = {
    ...data.options,
    // A finger on the diagram scrolls the page.
    interaction: { ...data.options.interaction, dragView: !coarse },
  };
  mount.network = new window.vis.Network(stage, { nodes: data.nodes, edges: data.edges }, options);
  const inner = stage.querySelector(".vis-network");
  inner.setAttribute("tabindex", "-1");
  inner.setAttribute("aria-hidden", "true");
  if (coarse) for (const part of stage.querySelectorAll("*")) part.style.touchAction = "pan-y";
  mount.network.on("click", (event) => {
    if (event.nodes.length) mount.choose(event.nodes[0]);
  });
  mount.network.on("hoverNode", () => (stage.style.cursor = "pointer"));
  mount.network.on("blurNode", () => (stage.style.cursor = ""));
  fit(mount);
}

export default function ({ data, parentElement, setTriggerValue }) {
  let mount = mounts.get(parentElement);
  if (!mount) {
    mount = make(parentElement);
    mounts.set(parentElement, mount);
  }
  mount.choose = (id) => {
    if (id !== mount.data.focus) setTriggerValue("chosen", id);
  };
  const drawn = JSON.stringify(data);
  if (drawn !== mount.drawn) {
    mount.drawn = drawn;
    mount.data = data;
    mount.at = data.focus;
    mount.stage.setAttribute("aria-label", data.name);
    show(mount);
    if (mount.stage.matches(":focus")) mount.live.textContent = data.spoken[data.focus];
  }
  return () => {
    mount.watcher.disconnect();
    mount.network?.destroy();
    mounts.delete(parentElement);
  };
}

/* global Element, document, location, history, addEventListener, ResizeObserver, URLSearchParams */
import { arrow, treeLines } from "./drawing.mjs";

// What follows the # is the page's whole state: filters and the account that is open. Without this script every account
// is there one below the other, and links lead to them.

const filters = ["q", "owner", "product", "environment", "unit", "state"];
const { accounts } = JSON.parse(document.getElementById("data").textContent);
const page = document.documentElement;
const form = document.querySelector("form");
const map = document.querySelector(".map");
const rows = [...map.querySelectorAll("tbody tr")];
const sections = new Map([...document.querySelectorAll("section.account")].map((each) => [each.dataset.account, each]));
const linkOf = (name) => rows.find((row) => row.dataset.account === name)?.querySelector("a");
let state = new URLSearchParams();
let pointed;

/** The state in the address; an address of something else on the page leaves it as it is. */
function read() {
  const text = location.hash.slice(1);
  if (text === "" || text.includes("=")) state = new URLSearchParams(text);
}

function go(changes, { replace = false } = {}) {
  for (const [key, value] of Object.entries(changes)) {
    if (value) state.set(key, value);
    else state.delete(key);
  }
  const address = `#${state}`;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  show();
}

function matches(account) {
  const words = (state.get("q") ?? "").toLowerCase().split(/\s+/);
  return (
    words.every((word) => account.text.includes(word)) &&
    filters.slice(1).every((key) => {
      const value = state.get(key);
      return !value || account[key] === value || (key === "unit" && account.unit.startsWith(`${value}/`));
    })
  );
}

function show() {
  const filtered = filters.some((key) => state.get(key));
  const found = new Set(accounts.filter(matches).map(({ name }) => name));
  const needed = new Set();
  for (const row of rows.toReversed()) {
    const { id, parent, account } = row.dataset;
    row.hidden = filtered && !(account === undefined ? needed.has(id) : found.has(account));
    if (!row.hidden) needed.add(parent);
  }
  map.hidden = found.size === 0;
  document.querySelector(".none").hidden = found.size > 0;
  for (const key of filters) form.elements[key].value = state.get(key) ?? "";
  form.elements.reset.hidden = !filtered;
  form.querySelector("output").textContent = filtered ? `${found.size} of ${accounts.length} accounts` : "";
  const open = state.get("account");
  page.classList.toggle("open", sections.has(open));
  for (const [name, section] of sections) section.classList.toggle("selected", name === open);
  for (const row of rows) {
    row.classList.toggle("selected", row.dataset.account !== undefined && row.dataset.account === open);
    const link = row.querySelector("a");
    if (link) link.tabIndex = -1;
  }
  // One stop for the Tab key; arrow keys go on from there.
  const current = (sections.has(open) && !linkOf(open)?.closest("tr").hidden && linkOf(open)) || visibleLinks()[0];
  if (current) current.tabIndex = 0;
  draw();
}

const visibleLinks = () => rows.filter((row) => !row.hidden).flatMap((row) => row.querySelector("a") ?? []);

/** Lines follow the rows that are visible, wherever they are now. */
function draw() {
  const drawn = rows
    .filter((row) => !row.hidden)
    .map((row) => ({
      id: row.dataset.id,
      parent: row.dataset.parent,
      depth: Number(/\bd(\d)/.exec(row.firstElementChild.className)[1]),
      y: row.offsetTop + row.offsetHeight / 2,
    }));
  const height = map.querySelector("table").offsetHeight;
  for (const svg of map.querySelectorAll(".tree, .arrows")) svg.setAttribute("height", height);
  map.querySelector(".tree path").setAttribute("d", treeLines(drawn));
  const middle = new Map(drawn.map(({ id, y }) => [id, y]));
  const lit = pointed ?? state.get("account");
  let some = false;
  for (const path of map.querySelectorAll(".arrows path")) {
    const { from, to, both } = path.dataset;
    const [start, end] = [from, to].map((name) => middle.get(`account=${name}`));
    const room = Number(path.ownerSVGElement.getAttribute("width"));
    const shown = start !== undefined && end !== undefined;
    path.setAttribute("d", shown ? arrow(start, end, room, both !== undefined) : "");
    path.classList.toggle("lit", shown && (lit === from || lit === to));
    some ||= shown && (lit === from || lit === to);
  }
  map.classList.toggle("some-lit", some);
}

function close() {
  const link = linkOf(state.get("account"));
  go({ account: "" });
  (link && !link.closest("tr").hidden ? link : form.elements.q).focus();
}

function point(target) {
  const name = target instanceof Element ? target.closest(".map tr")?.dataset.account : undefined;
  if (name === pointed) return;
  pointed = name;
  draw();
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".close button")) return close();
  const address = event.target.closest("a")?.getAttribute("href");
  if (!address?.startsWith("#") || !address.includes("=")) return;
  // A new tab or window is the browser's business.
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [[key, value]] = new URLSearchParams(address.slice(1));
  // What is asked for is shown, whatever the filters leave out.
  go({ [key]: value });
  if (key !== "account") return;
  const heading = sections.get(value)?.querySelector("h2");
  heading?.closest(".accounts").scrollTo(0, 0);
  heading?.focus();
});

map.addEventListener("keydown", (event) => {
  const links = visibleLinks();
  const at = links.indexOf(document.activeElement);
  if (at === -1) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (links[next] === undefined) return;
  event.preventDefault();
  links[at].tabIndex = -1;
  links[next].tabIndex = 0;
  links[next].focus();
});
map.addEventListener("pointerover", ({ target }) => point(target));
map.addEventListener("pointerleave", () => point());
map.addEventListener("focusin", ({ target }) => point(target));
map.addEventListener("focusout", () => point());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && page.classList.contains("open")) close();
});
form.addEventListener("input", ({ target }) => go({ [target.name]: target.value }, { replace: true }));
form.addEventListener("submit", (event) => event.preventDefault());
form.elements.reset.addEventListener("click", () => {
  go(Object.fromEntries(filters.map((key) => [key, ""])));
  form.elements.q.focus();
});
addEventListener("popstate", () => {
  read();
  show();
});
new ResizeObserver(draw).observe(map.querySelector("table"));

page.classList.add("js");
form.hidden = false;
document.querySelector(".close").hidden = false;
read();
show();

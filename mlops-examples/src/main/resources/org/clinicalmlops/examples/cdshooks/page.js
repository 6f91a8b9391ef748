"use strict";

// The client's part of CDS Hooks: discovery, prefetch, the call, the card, and feedback on it.

const URGENCY = { info: "Information", warning: "Warning", critical: "Critical" };
const byId = (id) => document.getElementById(id);
const NO_COMFORT = "This does not mean that there is no risk.";
let opened = 0; // which opening of a chart is the newest

function element(name, text, parent) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

/** Tells of the whole page; a problem is no answer, and must not look like a calm one. */
function say(text, problem = false) {
  byId("status").textContent = text;
  byId("status").className = problem ? "problem" : "";
}

/** Shows these cards and no others. */
function list(cards) {
  byId("list").replaceChildren(...cards);
  byId("cards").hidden = !cards.length;
}

async function own(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Calls the service with a token for this endpoint; answers status and body. */
async function ask(endpoint, body) {
  const token = await own(`/token?${endpoint}`);
  const answer = await fetch(endpoint, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Looks up what the service asks for; what cannot be looked up is left out. */
async function prefetched(templates, context) {
  const found = {};
  for (const [key, template] of Object.entries(templates || {})) {
    const query = template.replace(/\{\{context\.(\w+)}}/g, (token, field) => context[field]);
    try {
      found[key] = await own(`/fhir?${encodeURI(query)}`);
    } catch (missing) {
      console.warn(`not prefetched: ${key}`);
    }
  }
  return found;
}

async function open(patientId) {
  const turn = ++opened;
  list([]); // the card of another chart, or of an hour ago, is no advice any more
  say("Asking for advice …");
  const base = `${await own("/service")}/cds-services`;
  const discovery = await ask(base);
  const context = { userId: "Practitioner/staff-0112", patientId };
  for (const service of discovery.body.services.filter((one) => one.hook === "patient-view")) {
    const answer = await ask(`${base}/${service.id}`, {
      hook: "patient-view",
      hookInstance: crypto.randomUUID(),
      context,
      prefetch: await prefetched(service.prefetch, context),
    });
    if (turn !== opened) return;
    show(answer, `${base}/${service.id}/feedback`);
  }
}

function show(answer, feedback) {
  if (answer.status !== 200) {
    const issue = answer.body.issue[0];
    const which = issue.diagnostics ? ` (${issue.diagnostics})` : "";
    say(`No advice (${answer.status}): ${issue.details.text}${which}. ${NO_COMFORT}`, true);
    return;
  }
  list([...byId("list").children, ...answer.body.cards.map((card) => article(card, feedback))]);
  say(byId("list").children.length ? "There is advice for this chart." : "No advice for this chart.");
}

function article(card, feedback) {
  const made = element("article");
  made.className = card.indicator;
  element("h3", card.summary, made);
  const urgency = element("p", URGENCY[card.indicator], made);
  urgency.className = "urgency";
  if (card.detail) detail(card.detail, made);
  const actions = element("div", "", made);
  actions.className = "actions";
  const tell = (outcome, said) => send(feedback, { card: card.uuid, ...outcome }, said, made, actions);
  for (const suggestion of card.suggestions || []) {
    element("button", suggestion.label, actions).addEventListener("click", () =>
      tell({ outcome: "accepted", acceptedSuggestions: [{ id: suggestion.uuid }] }, `Accepted: ${suggestion.label}.`));
  }
  if (card.overrideReasons) dismissal(card, actions, tell);
  element("footer", `Source: ${card.source.label}`, made);
  return made;
}

function dismissal(card, actions, tell) {
  const row = element("div", "", actions);
  row.className = "dismissal";
  const label = element("label", "Reason", row);
  const reasons = element("select", "", row);
  reasons.id = label.htmlFor = `reason-${card.uuid}`;
  element("option", "none given", reasons).value = "";
  card.overrideReasons.forEach((reason, i) => { element("option", reason.display, reasons).value = i; });
  element("button", "Dismiss", row).addEventListener("click", () => {
    const chosen = card.overrideReasons[reasons.value];
    tell(
      { outcome: "overridden", ...(chosen && { overrideReason: { reason: chosen } }) },
      chosen ? `Dismissed: ${chosen.display}.` : "Dismissed, without a reason.");
  });
}

/** The list that the service writes, as text and bold text only. */
function detail(markdown, parent) {
  const list = element("ul", "", parent);
  for (const line of markdown.split("\n").filter((one) => one.startsWith("- "))) {
    const item = element("li", "", list);
    line.slice(2).split("**").forEach((part, i) => {
      element(i % 2 ? "strong" : "span", part.replace(/\\(.)|`/g, "$1"), item);
    });
  }
}

/** Nothing can be pressed twice; what has been taken stands where the buttons were, those of a feedback that was lost come back. */
async function send(endpoint, item, said, card, actions) {
  const controls = actions.querySelectorAll("button, select");
  controls.forEach((one) => { one.disabled = true; });
  try {
    const answer = await ask(endpoint, { feedback: [{ ...item, outcomeTimestamp: new Date().toISOString() }] });
    if (answer.status !== 200) throw new Error(`feedback: ${answer.status}`);
  } catch (problem) {
    console.error(problem);
    controls.forEach((one) => { one.disabled = false; });
    say("What you chose did not reach the service. Please try again.", true);
    return;
  }
  const done = element("p", said);
  done.className = "done";
  done.tabIndex = -1;
  card.classList.add("answered");
  actions.replaceChildren(done);
  done.focus(); // the button that had it is gone
  say(`${said} The service has it.`);
}

function failed(problem) {
  console.error(problem);
  say(`The service cannot be reached: no advice. ${NO_COMFORT}`, true);
}

byId("open").addEventListener("submit", (event) => {
  event.preventDefault();
  open(byId("chart").value).catch(failed);
});
own("/charts").then((charts) => {
  charts.forEach((chart) => { element("option", chart.label, byId("chart")).value = chart.id; });
  const named = location.hash.slice(1); // a link to a chart opens it
  if (charts.some((chart) => chart.id === named)) {
    byId("chart").value = named;
    open(named).catch(failed);
  }
}).catch(failed);

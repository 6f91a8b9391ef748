"use strict";

// The client's part of CDS Hooks: discovery, prefetch, the call, the card, and feedback on it.

const URGENCY = { info: "Information", warning: "Warning", critical: "Critical" };
const byId = (id) => document.getElementById(id);
let opened = 0; // which opening of a chart is the newest

function element(name, text, parent) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function say(text) {
  byId("status").textContent = text;
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
      found[key] = await own(`/fhir?${query}`);
    } catch (missing) {
      console.warn(`not prefetched: ${key}`);
    }
  }
  return found;
}

async function open(patientId) {
  const turn = ++opened;
  byId("list").replaceChildren(); // the card of another chart, or of an hour ago, is no advice any more
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
    say(`No advice (${answer.status}): ${issue.details.text}${issue.diagnostics ? ` (${issue.diagnostics})` : ""}.`);
    return;
  }
  answer.body.cards.forEach((card) => byId("list").append(article(card, feedback)));
  say(answer.body.cards.length ? "There is advice for this chart." : "No advice for this chart.");
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
  const tell = (outcome, said) => send(feedback, card, outcome, said, actions).catch(failed);
  for (const suggestion of card.suggestions || []) {
    element("button", suggestion.label, actions).addEventListener("click", () =>
      tell({ outcome: "accepted", acceptedSuggestions: [{ id: suggestion.uuid }] }, "Accepted."));
  }
  if (card.overrideReasons) dismissal(card, actions, tell);
  element("footer", `Source: ${card.source.label}`, made);
  return made;
}

function dismissal(card, actions, tell) {
  const reasons = document.createElement("select");
  reasons.setAttribute("aria-label", "Reason for dismissing");
  element("option", "no reason given", reasons).value = "";
  card.overrideReasons.forEach((reason, i) => { element("option", reason.display, reasons).value = i; });
  actions.append(reasons);
  element("button", "Dismiss", actions).addEventListener("click", () => {
    const chosen = card.overrideReasons[reasons.value];
    tell({ outcome: "overridden", ...(chosen && { overrideReason: { reason: chosen } }) }, "Dismissed.");
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

async function send(endpoint, card, outcome, said, actions) {
  const item = { card: card.uuid, ...outcome, outcomeTimestamp: new Date().toISOString() };
  const answer = await ask(endpoint, { feedback: [item] });
  say(answer.status === 200 ? `${said} The service knows.` : `The feedback was refused (${answer.status}).`);
  if (answer.status === 200) {
    actions.replaceChildren(element("p", said));
  }
}

function failed(problem) {
  console.error(problem);
  say("The service cannot be reached: no advice. This does not mean that there is no risk.");
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

// The menu, in its order. A page is a module with show(place, way, signal): it fills the place, and stops what it does when the signal says so.
// inside: what follows its name in the address is shown on the same page.

export const PAGES = [
  { id: "map", title: "Map", inside: true, load: () => import("./map.js") },
  { id: "generations", title: "Generations", load: () => import("./generations.js") },
  { id: "alerts", title: "Alerts", load: () => import("./alerts.js") },
  { id: "deliveries", title: "Deliveries", load: () => import("./deliveries.js") },
  { id: "parked", title: "Parked", load: () => import("./parked.js") },
  { id: "sites", title: "Sites", load: () => import("./sites.js") },
  { id: "budgets", title: "Budgets", load: () => import("./budgets.js") },
  { id: "fraud", title: "Fraud", load: () => import("./fraud.js") },
  { id: "inbox", title: "Inbox", load: () => import("./inbox.js") },
];

/** Reached from other pages. */
export const INNER = [
  { id: "silences", title: "Silences", under: "alerts", load: () => import("./silences.js") },
];

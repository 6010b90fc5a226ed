// The page's own texts, in the language of the person it acts for.
import { me } from "./state.js";

const SAID = "said: ";
const books = {};

export async function loadTexts() {
  const languages = ["ja", "en"];
  const answers = await Promise.all(languages.map((one) => fetch(new URL(`../texts/${one}.json`, import.meta.url))));
  const documents = await Promise.all(answers.map((answer) => answer.json()));
  languages.forEach((one, place) => {
    books[one] = documents[place];
  });
}

export function language() {
  return me().locale.startsWith("ja") ? "ja" : "en";
}

// One of something has a text of its own where there is one.
export function t(id, given = {}) {
  const book = books[language()];
  const text = (given.count === 1 && book[`${id}-one`]) || (book[id] ?? id);
  return text.replace(/\{(\w+)\}/g, (_, name) => given[name] ?? "");
}

// What the server refuses is said in English; what is known is said in the reader's language.
export function inWords(said) {
  if (said.includes("operation_timeout")) return t("trouble-timeout");
  if (said.includes("dispatch_failed")) return t("trouble-unreachable");
  if (said.includes("workspace broke")) return t("trouble-broken");
  for (const id of Object.keys(books[language()])) {
    const found = id.startsWith(SAID) && matching(id.slice(SAID.length)).exec(said);
    if (found) return t(id, found.groups);
  }
  return said;
}

const patterns = new Map();

// "{name} is not here" as a pattern with a group called name.
function matching(template) {
  if (!patterns.has(template)) {
    const quoted = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    patterns.set(template, new RegExp(`^${quoted.replace(/\{(\w+)\}/g, "(?<$1>.+?)")}$`));
  }
  return patterns.get(template);
}

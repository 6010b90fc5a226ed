// The page's own texts, in the language of the person it acts for.
import { me } from "./state.js";

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

export function t(id, given = {}) {
  const text = books[language()][id] ?? id;
  return text.replace(/\{(\w+)\}/g, (_, name) => given[name] ?? "");
}

// What the server refuses is said in English; what is known is said in the reader's language.
export function inWords(said) {
  const known = books[language()][`said: ${said}`];
  if (known) return known;
  if (said.includes("operation_timeout")) return t("trouble-timeout");
  if (said.includes("dispatch_failed")) return t("trouble-unreachable");
  return said;
}

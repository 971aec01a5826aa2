// What both DMN children share: situations by number, facts as 'rules decide' prints them, lines of answers.

import { createInterface } from "node:readline";

const AT_ONCE = 4096;

/** Facts with their values and strides; situation n has value floor(n / stride) % length of each. */
export function factsOf({ code, classes }) {
  const facts = Object.entries(classes).map(([name, values]) => ({ name, values }));
  if (code !== null) facts.unshift({ name: "code", values: [code] });
  let stride = 1;
  for (const fact of [...facts].reverse()) {
    fact.stride = stride;
    stride *= fact.values.length;
  }
  return { facts, size: stride };
}

/** Which of a fact's values it has in a situation. */
export function digitOf(fact, number) {
  return Math.floor(number / fact.stride) % fact.values.length;
}

/** These facts by the groups of their names, as 'rules decide' prints them. */
export function contextOf(facts, values) {
  const context = { item: {}, application: {}, applicant: {} };
  facts.forEach(({ name }, at) => {
    const [group, inner] = name.split(".");
    if (inner === undefined) context[group] = values[at];
    else (context[group] ??= {})[inner] = values[at];
  });
  return context;
}

/** For each document read one table, and answer each question by rows: rowOf(table, asked) gives a function. */
export async function answerAll(tableOf, rowOf) {
  let table;
  for await (const line of createInterface({ input: process.stdin })) {
    const { document, asked } = JSON.parse(line);
    if (document) table = await tableOf(document);
    else answer(table, asked, rowOf(table, asked));
  }
}

function answer(table, asked, row) {
  const count = asked.numbers === null ? factsOf(asked).size : asked.numbers.length;
  for (let from = 0; from < count; from += AT_ONCE) {
    const chosen = [];
    for (let at = from; at < Math.min(count, from + AT_ONCE); at++) {
      chosen.push(row(asked.numbers === null ? at : asked.numbers[at]));
    }
    write(table, chosen);
  }
}

function write(table, chosen) {
  const used = [...new Set(chosen)];
  const places = new Map(used.map((row, place) => [row, place]));
  const line = [used.map(table.answer), chosen.map((row) => places.get(row))];
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// A child process: a DMN document read by dmn-moddle, its FEEL evaluated by feelin.
// node ask_dmn.mjs FOLDER, the modules being in FOLDER/node_modules; see engine.py for what is read and written.
//
// feelin reads an expression anew each time. So every input is evaluated once for each combination of the
// facts that it names, with these alone in sight, and every cell once for each value that its input has:
// FEEL can reach nothing else. Hit policy FIRST is then a matter of bits, one for each row.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const need = createRequire(`${process.argv[2]}/`);
const { DmnModdle } = need("dmn-moddle");
const { evaluate, unaryTest } = need("feelin");

const AT_ONCE = 4096;

async function tableOf(document) {
  const { rootElement, warnings } = await new DmnModdle().fromXML(document, "dmn:Definitions");
  if (warnings.length) throw new Error(`dmn-moddle: ${warnings[0].message}`);
  const decisions = rootElement.drgElement.filter((element) => element.$type === "dmn:Decision");
  const table = decisions[0].decisionLogic;
  if (decisions.length !== 1 || table.$type !== "dmn:DecisionTable" || table.hitPolicy !== "FIRST") {
    throw new Error("not one decision table with hit policy FIRST");
  }
  const names = table.output.map((output) => output.name);
  return {
    inputs: table.input.map((input) => input.inputExpression.text),
    rows: table.rule.map((rule) => rule.inputEntry.map((entry) => entry.text)),
    answers: [...table.rule.map((rule) => answerOf(names, rule)), [null, null]],
  };
}

function answerOf(names, rule) {
  const given = rule.outputEntry.map((entry) => evaluate(entry.text).value ?? null);
  return ["channel", "rule"].map((name) => given[names.indexOf(name)] ?? null);
}

/** The facts that an expression names, of those that are given. */
function named(expression, given) {
  return given.filter((fact) => {
    const words = fact.name.replaceAll(".", "\\.");
    return new RegExp(`(?<![\\w.])${words}(?![\\w.])`, "u").test(expression);
  });
}

function contextOf(facts, values) {
  const context = { item: {}, application: {} };
  facts.forEach(({ name }, at) => {
    const [group, inner] = name.split(".");
    if (inner === undefined) context[group] = values[at];
    else context[group][inner] = values[at];
  });
  return context;
}

/** Facts with their values and strides; situation n has value floor(n / stride) % length of each. */
function factsOf({ code, classes }) {
  const facts = Object.entries(classes).map(([name, values]) => ({ name, values }));
  if (code !== null) facts.unshift({ name: "code", values: [code] });
  let stride = 1;
  for (const fact of [...facts].reverse()) {
    fact.stride = stride;
    stride *= fact.values.length;
  }
  return { facts, size: stride };
}

/** A column: of which facts it depends, and for each combination of these the rows that hold, as bits. */
function columnOf(table, at, facts) {
  const expression = table.inputs[at];
  const read = named(expression, facts);
  const size = read.reduce((product, fact) => product * fact.values.length, 1);
  const held = [];
  for (let number = 0; number < size; number++) {
    let rest = number;
    const values = read.map((fact) => {
      const value = fact.values[rest % fact.values.length];
      rest = Math.floor(rest / fact.values.length);
      return value;
    });
    const { value } = evaluate(expression, contextOf(read, values));
    held.push(rowsThatHold(table.rows, at, value));
  }
  return { read, held };
}

function rowsThatHold(rows, at, value) {
  const bits = new Uint32Array(Math.ceil(rows.length / 32));
  const known = new Map(); // a cell's text stands in many rows
  rows.forEach((cells, row) => {
    const cell = cells[at];
    if (!known.has(cell)) known.set(cell, cell === "-" || unaryTest(cell, { "?": value }).value === true);
    if (known.get(cell)) bits[row >>> 5] |= 1 << (row & 31);
  });
  return bits;
}

function firstRow(columns, number, rows) {
  const bits = columns.map(({ read, held }) => {
    let place = 0;
    let step = 1;
    for (const fact of read) {
      place += step * (Math.floor(number / fact.stride) % fact.values.length);
      step *= fact.values.length;
    }
    return held[place];
  });
  for (let word = 0; word * 32 < rows; word++) {
    const all = bits.reduce((left, column) => left & column[word], -1);
    if (all !== 0) {
      const row = word * 32 + 31 - Math.clz32(all & -all);
      if (row < rows) return row;
    }
  }
  return rows; // no row: the last answer, nothing
}

function write(table, chosen) {
  const used = [...new Set(chosen)];
  const places = new Map(used.map((row, place) => [row, place]));
  const line = [used.map((row) => table.answers[row]), chosen.map((row) => places.get(row))];
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function answer(table, asked) {
  const { facts, size } = factsOf(asked);
  const columns = table.inputs.map((_, at) => columnOf(table, at, facts));
  const count = asked.numbers === null ? size : asked.numbers.length;
  for (let from = 0; from < count; from += AT_ONCE) {
    const chosen = [];
    for (let at = from; at < Math.min(count, from + AT_ONCE); at++) {
      chosen.push(firstRow(columns, asked.numbers === null ? at : asked.numbers[at], table.rows.length));
    }
    write(table, chosen);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const table = await tableOf(question.document);
  for (const asked of question.asked) answer(table, asked);
}

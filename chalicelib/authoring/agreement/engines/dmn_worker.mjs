// A child process: a DMN document read by dmn-moddle, its FEEL evaluated by feelin.
// node dmn_worker.mjs FOLDER, the modules being in FOLDER/node_modules; see engine.py for what is read and written.
//
// feelin reads an expression anew each time. So every input is evaluated once for each combination of the
// facts that it names, with these alone in sight, and every cell once for each value that its input has:
// FEEL can reach nothing else. Hit policy FIRST is then a matter of bits, one for each row.

import { createRequire } from "node:module";

import { answerAll, contextOf, digitOf, factsOf } from "./situations.mjs";

const need = createRequire(`${process.argv[2]}/`);
const { DmnModdle } = need("dmn-moddle");
const { evaluate, unaryTest } = need("feelin");

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
    columns: table.input.map((input, at) => new Column(input, at, table.rule)),
    rows: table.rule.length,
    answer: (row) => (row < table.rule.length ? answerOf(names, table.rule[row]) : [null, null]),
  };
}

function answerOf(names, rule) {
  const given = rule.outputEntry.map((entry) => evaluate(entry.text).value ?? null);
  const answer = names.find((name) => name !== "rule");
  return [answer, "rule"].map((name) => given[names.indexOf(name)] ?? null);
}

/** The facts that an expression names, of those that are given. */
function named(expression, given) {
  return given.filter((fact) => {
    const words = fact.name.replaceAll(".", "\\.");
    return new RegExp(`(?<![\\w.])${words}(?![\\w.])`, "u").test(expression);
  });
}

/** An input with its cells. What was once evaluated is remembered, by the facts that it was evaluated with. */
class Column {
  #expression;
  #cells = new Map(); // each text with the rows in which it stands: columns have few
  #words;
  #known = new Map();

  constructor(input, at, rules) {
    this.#expression = input.inputExpression.text;
    this.#words = Math.ceil(rules.length / 32);
    rules.forEach((rule, row) => {
      const { text } = rule.inputEntry[at];
      if (!this.#cells.has(text)) this.#cells.set(text, new Uint32Array(this.#words));
      mark(this.#cells.get(text), row);
    });
  }

  /** For these facts: which of them count, and where to keep the rows that hold with each combination. */
  look(facts) {
    return { column: this, read: named(this.#expression, facts), held: [] };
  }

  /** The rows that hold with these values of these facts, as bits. */
  rows(read, values) {
    const key = JSON.stringify([read.map((fact) => fact.name), values]);
    if (!this.#known.has(key)) {
      const { value } = evaluate(this.#expression, contextOf(read, values));
      this.#known.set(key, this.#test(value));
    }
    return this.#known.get(key);
  }

  #test(value) {
    const found = new Uint32Array(this.#words);
    for (const [cell, rows] of this.#cells) {
      if (cell === "-" || unaryTest(cell, { "?": value }).value === true) {
        rows.forEach((bits, word) => { found[word] |= bits; });
      }
    }
    return found;
  }
}

function mark(bits, row) {
  bits[row >>> 5] |= 1 << (row & 31);
}

/** The rows of a column that hold in a situation. */
function rowsIn({ column, read, held }, number) {
  let place = 0;
  const digits = read.map((fact) => {
    const digit = digitOf(fact, number);
    place = place * fact.values.length + digit;
    return digit;
  });
  held[place] ??= column.rows(read, read.map((fact, at) => fact.values[digits[at]]));
  return held[place];
}

function firstRow(looks, number, rows) {
  const bits = looks.map((look) => rowsIn(look, number));
  for (let word = 0; word * 32 < rows; word++) {
    const all = bits.reduce((left, held) => left & held[word], -1);
    if (all !== 0) {
      const row = word * 32 + 31 - Math.clz32(all & -all);
      if (row < rows) return row; // with no column at all every bit is set
    }
  }
  return rows; // none
}

function rowOf(table, asked) {
  const { facts } = factsOf(asked);
  const looks = table.columns.map((column) => column.look(facts));
  return (number) => firstRow(looks, number, table.rows);
}

await answerAll(tableOf, rowOf);

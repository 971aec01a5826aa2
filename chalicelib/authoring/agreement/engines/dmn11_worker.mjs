// A child process: a DMN 1.1 document read and evaluated by dmn-eval-js, as it stands.
// node dmn11_worker.mjs FOLDER, the modules being in FOLDER/node_modules; see engine.py for what is read and written.

import { createRequire } from "node:module";

import { answerAll, contextOf, digitOf, factsOf } from "./situations.mjs";

const need = createRequire(`${process.argv[2]}/`);
const { decisionTable } = need("@hbtgmbh/dmn-eval-js");

need("loglevel").getLogger("dmn-eval-js").setLevel("silent"); // it tells of every fact that is not given

/** Each answer that it ever gives has a number of its own, in the order in which they come. */
async function tableOf(document) {
  const decisions = await decisionTable.parseDmnXml(document);
  if (Object.keys(decisions).length !== 1) throw new Error("not one decision table");
  const answers = [];
  const numbers = new Map();
  const numberOf = (given) => {
    const answer = [given.channel ?? given.outcome ?? null, given.rule ?? null];
    const key = JSON.stringify(answer);
    if (!numbers.has(key)) numbers.set(key, answers.push(answer) - 1);
    return numbers.get(key);
  };
  return { decisions, numberOf, answer: (number) => answers[number] };
}

function rowOf({ decisions, numberOf }, asked) {
  const { facts } = factsOf(asked);
  return (number) => {
    const context = contextOf(facts, facts.map((fact) => fact.values[digitOf(fact, number)]));
    return numberOf(answerTo(decisions, context));
  };
}

/** What it answers; where it refuses the facts, no channel and its own words. */
function answerTo(decisions, context) {
  try {
    return decisionTable.evaluateDecision(Object.keys(decisions)[0], decisions, context);
  } catch (error) {
    return { channel: null, rule: String(error.message).slice(0, 200) };
  }
}

await answerAll(tableOf, rowOf);

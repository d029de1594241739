// One peer over one text file: node peers.js PEER STEP FILE. Prints how many things it found, so that nothing is optimised away.
// Loading is not counted: the last line is the CPU time of the work in seconds.
"use strict";
const fs = require("fs");
const [peer, step, file] = process.argv.slice(2);
const articles = fs.readFileSync(file, "utf8").split("\f\n").filter((a) => a.length > 0);

const peers = {
  "wink-nlp"() {
    const wink = require("wink-nlp");
    const model = require("wink-eng-lite-web-model");
    const nlp = step === "sentences" ? wink(model, ["sbd"]) : wink(model);
    return (text) => {
      const doc = nlp.readDoc(text);
      let found = doc.sentences().length() + doc.tokens().length();
      if (step !== "sentences") found += doc.entities().length();
      return found;
    };
  },
  compromise() {
    if (step === "sentences") {
      const nlp = require("compromise/one");
      return (text) => nlp.tokenize(text).termList().length;
    }
    const nlp = require("compromise/three");
    return (text) => {
      const doc = nlp(text);
      return doc.people().length + doc.places().length + doc.organizations().length;
    };
  },
};

const work = peers[peer]();
const before = process.cpuUsage();
let found = 0;
for (const article of articles) found += work(article);
const used = process.cpuUsage(before);
console.log(found);
console.log((used.user + used.system) / 1e6);

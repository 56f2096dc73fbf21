// Files that stand far along their way, written by people of a demonstration on devices of their own, so that a story on screen can begin there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { next_code } from "./browser.mjs";
import { today } from "./form.mjs";

/** People of this demonstration who write without a screen, by login. */
export async function writers(house, ...logins) {
  const folder = mkdtempSync(join(tmpdir(), "nibbi-writers-"));
  const people = Object.fromEntries(logins.map((login) => [login, house.account({ login })]));
  writeFileSync(join(folder, "seed.json"), JSON.stringify({ people: Object.fromEntries(logins.map((login) => [login, {}])) }));
  Object.assign(process.env, { NIBBI_API: house.base, NIBBI_API_SEED: join(folder, "seed.json") });
  const { Person, case_code, goodbye, patiently, uuid7 } = await import("../api/client.mjs");
  rmSync(folder, { recursive: true, force: true });
  async function enter(login, pair) {
    const account = people[login], one = new Person(login);
    one.give_passphrase = async () => {
      let answer = await patiently(() => one.call("POST", "/api/session", { login, passphrase: account.passphrase }));
      if (answer.json.step === "factor") answer = await one.call("POST", "/api/session/factor", { code: await next_code(account) });
      return answer;
    };
    await one.sign_in(pair);
    one.about.id = one.session.person.id;
    const { role, unit } = one.session.posts.find((post) => post.role === account.role);
    await one.act(role, unit);
    return one;
  }
  /** Somebody's device, revoked by `by`, with what is still to be delivered from it. */
  async function revoked(one, by) {
    await by.call("DELETE", `/api/devices/${one.device}`);
    const again = await enter(one.login, one.pair);
    again.seq = one.seq;
    return again;
  }
  const made = {};
  for (const login of logins) made[login] = await enter(login);
  return { ...made, revoked, case_code, uuid7, goodbye };
}

/** A boy's file in which all that a departure needs is there: who accompanies, and who receives, as given. */
export async function ready_to_leave({ worker, abroad, case_code, uuid7 }, { name, accompanying, receiver, stages }) {
  const record = uuid7(), code = case_code("SN"), country = "GW";
  await worker.say(record, "child.opened", { plain: { code, country: "SN", sex: "boy", age_band: "a10_12" } });
  await worker.say(record, "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.sex": "boy" } }, identity: { answers: { "intake.first_name": name } } });
  const sent = await worker.say(record, "referral.sent", {
    plain: { service: "family_mediation", priority: "urgent_72h", data_classes: ["name", "family", "origin", "safety"], basis: "vital_urgency", urgent_care: "no" },
    placement: { to_unit: abroad.about.unit }, narrative: { basis_reason: "Le départ est demain" },
  });
  await abroad.say(record, "referral.accepted", { plain: { referral: sent.id } });
  await abroad.say(record, "family.assessed", { plain: { assessed_on: today(), mode: "home" }, narrative: { answer: "ready", part_in_departure: "no" } });
  await worker.say(record, "wish.recorded", { plain: { heard_on: today() }, narrative: { about: "return", wish: "wants", heard_alone: "yes" } });
  await worker.say(record, "best_interests.assessed", { plain: { unaccompanied: "no", assessed_on: today() }, narrative: { sources: ["child"], child_view: "Veut rentrer", options: ["return"], recommendation: "return" } });
  await worker.say(record, "legal_act.recorded", { plain: { issued_on: today(), valid_until: today(60) }, narrative: { legal_act_kind: "return_authorisation", authority: "children_judge", reference: "DEMO-A-2" } });
  await worker.say(record, "health.checked", { plain: { checked_on: today() }, narrative: { fit_to_travel: "fit" } });
  await worker.say(record, "papers.recorded", { plain: { complete: "yes", valid_until: today(90) }, narrative: { papers: ["laissez_passer"] } });
  await worker.say(record, "return.planned", {
    plain: { answer: "return", destination_country: country, receiver_verified: "yes", girl_asked_otherwise: "no", accompanying: [accompanying] },
    placement: { destination: "Gabú", receiving_unit: abroad.about.unit, receiver_name: receiver, accompanied_by_woman: "yes", depart_on: today(), emergency_phone: "+221 33 000 00 00", ...(stages ? { stages } : {}) },
    narrative: { why: "L’enfant les connaît" },
  });
  return { record, code, name };
}

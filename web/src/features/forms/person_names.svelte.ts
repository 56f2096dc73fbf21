/** Names of people of the house by their number, as far as the directory has told them to this reader since the page was opened. */
import type { Person } from "../../records/wire";

let names = $state.raw<ReadonlyMap<string, string>>(new Map());
export function told_of(people: Pick<Person, "id" | "name">[]): void {
  if (people.some(({ id, name }) => names.get(id) !== name)) names = new Map([...names, ...people.map(({ id, name }) => [id, name] as const)]);
}
export const person_name = (id: string): string | undefined => names.get(id);

/** Fields that name somebody of the house, whether or not a form asks for them. */
const named = ["accompanying", "accompanying_person", "person", "responsible", "second_person"];
export const names_somebody = (field: string): boolean => named.includes(field);

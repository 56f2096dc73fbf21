/**
 * What only some phones keep, by names of files without their digest, which each version has its own of: what opens a trip lease without network and
 * what signs a hand-over; and what a house does at night and at the roll call.
 */
export const kept_groups = {
  trips: /^\/assets\/(OpenTrip|six_words|road(_\w\w)?)-/,
  house: /^\/assets\/(Beds|NightNote|RollCall|RoundForm|house|round\.svelte)-/,
};
export type KeptGroup = keyof typeof kept_groups;

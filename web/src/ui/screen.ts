/** For the heading of a screen: it takes the focus when the screen opens, and names the page. Names of people never
 * stand in a title: titles travel into histories and task bars. */
import { t } from "../base/words.svelte";

export function name_page(words: string): void {
  document.title = words ? `${words} – ${t("product.name")}` : t("product.name");
}

export function screen(heading: HTMLElement, words: string) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  name_page(words);
  return { update: name_page };
}

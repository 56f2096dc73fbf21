import { mount } from "svelte";
import App from "./app/App.svelte";
import { router } from "./app/router.svelte";
import { use_lists } from "./base/lists.svelte";
import { apply_theme, prefs } from "./base/prefs.svelte";
import { use_language } from "./base/words.svelte";
import { listen_to_other_tabs, who } from "./records/session.svelte";
import { version } from "./shell/version.svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/form.css";
import "./styles/print.css";

apply_theme();
router.start();
listen_to_other_tabs();
// Words, lists and the session travel together; the first screen waits for the words only.
void who.load();
void use_lists(prefs.language);
await use_language(prefs.language);
mount(App, { target: document.getElementById("app")! });
// After the first screen: what it fetches to keep must not stand in its way.
if (import.meta.env.PROD) void version.start();

/* All the script a page needs. Every job here is an extra: the page works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (s, el = document) => el.querySelector(s);
  const $$ = (s, el = document) => [...el.querySelectorAll(s)];
  root.classList.add("has-js");

  /* remembered choices */
  const keep = (k, v) => { try { localStorage.setItem("parley." + k, v); } catch { /* private window */ } };
  const kept = (k) => { try { return localStorage.getItem("parley." + k); } catch { return null; } };
  if (kept("theme")) root.dataset.theme = kept("theme");
  if (kept("rail")) root.dataset.rail = kept("rail");

  /* the clock runs on the server's time, so a wrong clock here does no harm */
  const skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;
  const left = (ms) => {
    const past = ms < 0, min = Math.floor(Math.abs(ms) / 60000);
    const d = Math.floor(min / 1440), h = Math.floor(min % 1440 / 60), m = min % 60;
    const say = (name, ...values) => values.reduce((words, n) => words.replace(/%(\(\w+\))?[ds]/, n), root.dataset[name]);
    const coarse = d ? say("leftDays", d) : h ? say("leftHours", h) : say("leftMinutes", m);
    if (past) return say("leftOver", coarse);
    return d >= 5 || (d && !h) || (!d && !h) ? coarse : d ? say("leftDaysHours", d, h) : say("leftHoursMinutes", h, m);
  };
  const tick = () => $$("[data-until]").forEach((el) => { el.textContent = left(Date.parse(el.dataset.until) - Date.now() - skew); });
  if (!("still" in root.dataset)) { tick(); setInterval(tick, 30000); }

  /* theme and sidebar */
  $("[data-theme-toggle]")?.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark"; keep("theme", root.dataset.theme);
  });
  const rail = $("button[data-rail]");
  rail?.setAttribute("aria-expanded", String(root.dataset.rail !== "narrow"));
  rail?.addEventListener("click", () => {
    const narrow = root.dataset.rail !== "narrow";
    root.dataset.rail = narrow ? "narrow" : "wide"; keep("rail", root.dataset.rail);
    rail.setAttribute("aria-expanded", String(!narrow));
  });

  /* how the words of a deadline read, while they are typed; a failure keeps what was there */
  const words = $("form[data-reading]");
  if (words) {
    const shown = $("#reading", words); let wait = 0, turn = 0;
    const read = async () => {
      const mine = ++turn;
      shown.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(words.dataset.reading, { method: "POST", body: new FormData(words) });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const text = await answer.text();
        if (mine !== turn) return;
        const focused = shown.contains(document.activeElement) && document.activeElement.id;
        shown.innerHTML = text;
        if (focused) document.getElementById(focused)?.focus();
      } catch { $("#say").textContent = words.dataset.failed; } finally { if (mine === turn) shown.removeAttribute("aria-busy"); }
    };
    words.addEventListener("input", (e) => {
      if (shown.contains(e.target) && e.target.type !== "radio") return;
      clearTimeout(wait); wait = setTimeout(read, 250);
    });
  }

  /* search or go to: the list comes from the server while words are typed; Enter without a choice searches */
  const pal = $("#palette"), pq = $("#pq"); let palette;
  if (pal) {
    const list = $("#pl"), here = new URLSearchParams(location.search); let wait = 0, turn = 0;
    const opts = () => $$("[role=option]", list);
    const keepDay = (to) => ["as_of", "known_at"].forEach((day) => { if (here.get(day)) to.set(day, here.get(day)); });
    const go = (o) => { const to = new URL(o.dataset.href, location.href); keepDay(to.searchParams); location.href = to; };
    const pick = (o) => {
      opts().forEach((x) => x.setAttribute("aria-selected", String(x === o)));
      if (o) { pq.setAttribute("aria-activedescendant", o.id); o.scrollIntoView({ block: "nearest" }); } else pq.removeAttribute("aria-activedescendant");
    };
    const offer = async () => {
      const mine = ++turn, asked = new URLSearchParams({ q: pq.value });
      keepDay(asked);
      list.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${pal.dataset.offers}?${asked}`);
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const text = await answer.text();
        if (mine === turn) { list.innerHTML = text; pick(opts()[0]); }
      } catch { if (mine === turn) pick(); } finally { if (mine === turn) list.removeAttribute("aria-busy"); }
    };
    const open = () => { if (!pal.open) { pal.showModal(); pq.value = ""; offer(); pq.focus(); } };
    $("#q")?.addEventListener("pointerdown", (e) => { e.preventDefault(); open(); });
    pq.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(offer, 150); });
    pq.addEventListener("keydown", (e) => {
      const o = opts(), i = o.findIndex((x) => x.getAttribute("aria-selected") === "true");
      if ((e.key === "ArrowDown" || e.key === "ArrowUp") && o.length) { e.preventDefault(); pick(o[(i + (e.key === "ArrowDown" ? 1 : o.length - 1)) % o.length]); }
      if (e.key === "Enter" && o[i] && !list.hasAttribute("aria-busy")) { e.preventDefault(); go(o[i]); }
    });
    list.addEventListener("click", (e) => { const o = e.target.closest("[role=option]"); if (o) go(o); });
    pal.addEventListener("click", (e) => { if (e.target === pal) pal.close(); });
    palette = open;
  }

  /* rows that are chosen: all of a page at once, and how many */
  const bulk = $("[data-bulk]");
  if (bulk) {
    const whole = $("[data-all]"), picks = $$("[data-row] [name=ref]"), told = $("[data-chosen]", bulk);
    const count = () => {
      const n = picks.filter((p) => p.checked).length;
      picks.forEach((p) => p.closest("tr").classList.toggle("sel", p.checked));
      if (whole) { whole.checked = n === picks.length; whole.indeterminate = n > 0 && !whole.checked; }
      told.hidden = !n; $("b", told).textContent = n;
    };
    bulk.closest("form").addEventListener("change", (e) => { if (e.target === whole) picks.forEach((p) => { p.checked = whole.checked; }); count(); });
    count();
  }

  /* how many entries of a text would be saved */
  const entries = $("form.add2-f");
  entries?.addEventListener("change", () => { $("[data-ticked]", entries).textContent = $$("input[name$='-keep']:checked", entries).length; });

  /* menus: close on Escape or on a click elsewhere */
  document.addEventListener("click", (e) => $$("details.menu[open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; }));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    const d = document.activeElement?.closest("details.menu[open]");
    if (d) { d.open = false; $("summary", d).focus(); }
  });

  /* single keys: can be turned off (data-keys="off"), and never fire while typing; g, then a letter, goes to a page */
  const rows = $$("[data-row]"); let cur = -1, lead = 0;
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === "k" && palette) { e.preventDefault(); palette(); return; }
    if (root.dataset.keys === "off" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const page = Date.now() - lead < 900 && $(`.nav [data-go="${CSS.escape(e.key)}"]`);
    if (page) { location.href = page.href; return; }
    if (e.key === "g") { lead = Date.now(); return; }
    if (e.key === "w") $("[data-watch]")?.click();
    if (e.key === "c") $(".bar .add")?.click();
    if (e.key === "/" && palette) { e.preventDefault(); palette(); }
    if ((e.key === "j" || e.key === "k") && rows.length) {
      cur = Math.max(0, Math.min(rows.length - 1, cur + (e.key === "j" ? 1 : -1)));
      rows.forEach((r, i) => r.toggleAttribute("data-cur", i === cur)); $("a", rows[cur]).focus();
    }
  });
})();

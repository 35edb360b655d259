/* All the script a page needs. Every job here is an extra: the page works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (s, el = document) => el.querySelector(s);
  const $$ = (s, el = document) => [...el.querySelectorAll(s)];
  root.classList.add("has-js");

  const say = (text) => { $("#say").textContent = text; };

  const keep = (name, value) => {
    if (value) root.dataset[name] = value; else delete root.dataset[name];
    const all = ["theme", "density", "keys", "motion", "rail"].filter((n) => root.dataset[n]).map((n) => `${n}:${root.dataset[n]}`);
    document.cookie = `parley_display=${all.join(".")}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  };

  /* a fragment that could not be fetched: what was there stays, and the notice after it offers to try again */
  const settled = (el) => { if (el.nextElementSibling?.matches(".failed")) el.nextElementSibling.remove(); };
  const failed = (el, again) => {
    settled(el);
    el.after($("#failed").content.cloneNode(true));
    $("button", el.nextElementSibling).addEventListener("click", again);
    say($("span", el.nextElementSibling).textContent);
  };

  /* the clock runs on the server's time, so a wrong clock here does no harm */
  const skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;
  const left = (ms) => {
    const past = ms < 0, min = Math.floor(Math.abs(ms) / 60000);
    const d = Math.floor(min / 1440), h = Math.floor(min % 1440 / 60), m = min % 60;
    const fill = (name, ...values) => values.reduce((words, n) => words.replace(/%(\(\w+\))?[ds]/, n), root.dataset[name]);
    const coarse = d ? fill("leftDays", d) : h ? fill("leftHours", h) : fill("leftMinutes", m);
    if (past) return fill("leftOver", coarse);
    return d >= 5 || (d && !h) || (!d && !h) ? coarse : d ? fill("leftDaysHours", d, h) : fill("leftHoursMinutes", h, m);
  };
  /* drawn anew every 30 s and announced by nobody, but for the page's own clock when 72 h, 24 h or 1 h are left */
  const drawn = new Map();
  const tick = () => $$("[data-until]").forEach((el) => {
    const ms = Date.parse(el.dataset.until) - Date.now() - skew, before = drawn.get(el);
    el.textContent = left(ms); drawn.set(el, ms);
    if (el.dataset.told && [72, 24, 1].some((h) => before > h * 3600000 && ms <= h * 3600000)) say(`${el.dataset.told}: ${el.textContent}`);
  });
  if (!("still" in root.dataset)) { tick(); setInterval(tick, 30000); }

  /* the theme changes at once, and the form keeps it with the person without the page being loaded anew */
  const look = $("form.look");
  look?.addEventListener("submit", (e) => {
    e.preventDefault();
    const sent = new FormData(look);
    sent.set("theme", root.dataset.theme = e.submitter.value);
    $(`button:not([value="${e.submitter.value}"])`, look).focus();
    fetch(look.action, { method: "POST", body: sent, redirect: "manual", keepalive: true });
  });

  /* the sidebar is wide or narrow in this browser alone: a cookie, so that the server draws the next page so */
  const rail = $("button[data-rail]");
  rail?.setAttribute("aria-expanded", String(root.dataset.rail !== "narrow"));
  rail?.addEventListener("click", () => {
    const narrow = root.dataset.rail !== "narrow";
    keep("rail", narrow && "narrow");
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
        shown.innerHTML = text; settled(shown);
        if (focused) document.getElementById(focused)?.focus();
      } catch { if (mine === turn) failed(shown, read); } finally { if (mine === turn) shown.removeAttribute("aria-busy"); }
    };
    words.addEventListener("input", (e) => {
      if (shown.contains(e.target) && e.target.type !== "radio") return;
      clearTimeout(wait); wait = setTimeout(read, 250);
    });
  }

  /* a claim or a document, looked for while its words are typed */
  $$("[data-look-up]").forEach((pair) => {
    let wait = 0, turn = 0;
    const look = async () => {
      const mine = ++turn, list = document.getElementById(pair.dataset.lookUp), asked = new FormData(pair.closest("form"));
      asked.set("look_up", list.name);
      list.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(location.href, { method: "POST", body: asked, headers: { "HX-Request": "true" } });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (mine !== turn) return;
        list.innerHTML = $("select", found).innerHTML; settled(list); say($("p", found).textContent);
      } catch { if (mine === turn) failed(list, look); } finally { if (mine === turn) list.removeAttribute("aria-busy"); }
    };
    $("input", pair).addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(look, 250); });
  });

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
        if (mine === turn) { list.innerHTML = text; settled(list); pick(opts()[0]); }
      } catch { if (mine === turn) { pick(); failed(list, offer); } } finally { if (mine === turn) list.removeAttribute("aria-busy"); }
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

  /* a passage that is selected in the text stands in the box of another entry */
  const paper = $(".paper"), more = $("#more");
  if (paper && more) document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!chosen.isCollapsed && paper.contains(chosen.anchorNode) && paper.contains(chosen.focusNode)) more.value = chosen.toString();
  });

  /* what stands over the page closes on a click beside it */
  $$("dialog").forEach((d) => d.addEventListener("click", (e) => { if (e.target === d) d.close(); }));

  /* menus: close on Escape or on a click elsewhere */
  document.addEventListener("click", (e) => $$("details.menu[open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; }));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    const d = document.activeElement?.closest("details.menu[open]");
    if (d) { d.open = false; $("summary", d).focus(); }
  });

  /* what is shown once is copied; where the browser forbids it, it is chosen, so that a person can */
  $$("[data-copy]").forEach((b) => b.addEventListener("click", async () => {
    const from = document.getElementById(b.dataset.copy);
    from.select();
    try { await navigator.clipboard.writeText(from.value); b.textContent = b.dataset.copied; say(b.textContent); } catch { from.focus(); }
  }));

  /* single keys: can be turned off (data-keys="off"), and never fire while typing; g, then a letter, goes to a page.
     Where the layout has no Latin letters, the place of the key counts */
  const row = "[data-row], .q-i:not(details *)", rows = $$(row), keys = $("#keys"); let cur = -1, lead = 0;
  const at = (i) => { cur = i; rows.forEach((r, n) => r.toggleAttribute("data-cur", n === i)); };
  $("[data-keys-list]")?.addEventListener("click", () => keys.showModal());
  document.addEventListener("keydown", (e) => {
    const key = e.key.length === 1 && e.key > "~" ? e.code.replace("Key", "").toLowerCase() : e.key;
    if ((e.ctrlKey || e.metaKey) && key === "k" && palette) { e.preventDefault(); palette(); return; }
    const typing = e.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
    if (root.dataset.keys === "off" || e.ctrlKey || e.metaKey || e.altKey || typing) return;
    const page = Date.now() - lead < 900 && $(`.nav [data-go="${CSS.escape(key)}"]`);
    if (page) { location.href = page.href; return; }
    if (key === "g") { lead = Date.now(); return; }
    if (key === "w") $("[data-watch]")?.click();
    if (key === "c") $(".bar .add")?.click();
    if (key === "?") keys?.showModal();
    if (key === "/" && palette) { e.preventDefault(); palette(); }
    const here = rows.indexOf(e.target.closest(row));
    if (here >= 0) at(here);
    if ((key === "j" || key === "k") && rows.length) {
      at(Math.max(0, Math.min(rows.length - 1, cur + (key === "j" ? 1 : -1))));
      $("a, button, summary", rows[cur])?.focus();
    }
    if (key === "x" && cur >= 0) $("input[type=checkbox]", rows[cur])?.click();
  });
})();

/* What a page cannot say when it is built: how far off a date is. And what plain HTML cannot do: open the folds around
   a link's target, filter a long history, and compare any two revisions. Everything is readable without this script. It reads files of this site alone. */
(() => {
  "use strict";

  const DAY = 86400000;
  const today = () => {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  };

  function words(days) {
    if (days < 0) return "this date has passed";
    if (days === 0) return "today";
    if (days === 1) return "tomorrow";
    if (days < 61) return `in ${days} days`;
    return days < 700 ? `in ${Math.round(days / 30.44)} months` : `in ${Math.round(days / 365.25)} years`;
  }

  function sayHowFar(time) {
    const days = Math.round((Date.parse(time.dateTime) - today()) / DAY);
    if (Number.isNaN(days) || time.closest(".al-stood")) return; // an agreement as it stood speaks of its own day
    time.after(` (${words(days)})`);
    if (days <= 0) time.parentElement.classList.add("al-due");
  }

  function openTarget() {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id && document.getElementById(id);
    if (!target) return;
    let opened = false;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened = opened || !fold.open;
      fold.open = true;
    }
    if (opened) target.scrollIntoView();
  }

  function filter(form) {
    const entries = [...document.querySelectorAll(".al-entry")];
    const status = form.querySelector("[role=status]");
    const { by, kind } = form.elements;

    function show() {
      let shown = 0;
      for (const entry of entries) {
        const fits =
          (!by.value || entry.dataset.by.split("|").includes(by.value)) &&
          (!kind.value || entry.dataset.kinds.split(" ").includes(kind.value));
        entry.hidden = !fits;
        shown += fits;
      }
      const filtered = by.value || kind.value;
      for (const year of document.querySelectorAll(".al-year, .al-years")) {
        const list = year.matches("details") ? year : year.nextElementSibling;
        const hits = list.querySelector(".al-entry:not([hidden])") !== null;
        year.hidden = !hits;
        if (year.matches("details")) year.open = Boolean(filtered) && hits;
      }
      status.textContent = filtered ? `${shown} of ${entries.length} revisions shown` : "";
    }

    function remember() {
      const query = new URLSearchParams();
      if (by.value) query.set("by", by.value);
      if (kind.value) query.set("kind", kind.value);
      const text = query.toString();
      history.replaceState(null, "", (text ? `?${text}` : location.pathname) + location.hash);
    }

    const query = new URLSearchParams(location.search);
    by.value = query.get("by") || "";
    kind.value = query.get("kind") || "";
    if (by.selectedIndex < 0) by.value = "";
    if (kind.selectedIndex < 0) kind.value = "";
    form.hidden = false;
    if (by.value || kind.value) show();
    form.addEventListener("change", () => {
      show();
      remember();
    });
    form.addEventListener("reset", () =>
      setTimeout(() => {
        show();
        remember();
      }),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // Comparing any two revisions: everything is ready, this only picks the pieces that lead from the one to the other.
  // Of a long history they stand in files beside the page, which are read when they are needed.
  function compare(form) {
    const table = JSON.parse(document.getElementById("al-table").content.textContent);
    const pieces = [...document.getElementById("al-pieces").content.children];
    const things = [...table.clauses, ...table.orders];
    const bundles = Object.entries(table.bundles || {});
    const reading = new Map();
    const known = new Map(table.pieces.map(([piece, ...place]) => [piece, place]));
    const status = form.querySelector("[role=status]");
    const shown = document.querySelector(".al-compared");
    const [room, rest] = [shown.querySelector("div"), shown.querySelector(".al-rest span")];
    const { from, to } = form.elements;
    const last = from.options.length - 1;
    const newestFirst = (place) => last - place;

    const stateAt = (runs, place) => {
      let at = 0;
      while (at + 2 < runs.length && runs[at + 2] <= place) at += 2;
      return runs[at + 1];
    };
    function between(ways, before, after) {
      const states = [stateAt(ways[0], before), stateAt(ways[0], after)];
      const way = ways.slice(1).find((one) => one[0] === states[0] && one[1] === states[1]);
      return way ? way.slice(2) : [];
    }
    const differs = (ways, before, after) => stateAt(ways[0], before) !== stateAt(ways[0], after);
    const isNear = (before, after) => after === last || after === before + 1;

    // The names of the files that two revisions need and that have not been read yet.
    function missing(before, after) {
      if (isNear(before, after)) return [];
      const needs = (thing) => differs(things[thing], before, after) && !between(things[thing], before, after).length;
      return bundles.filter(([name, held]) => !reading.get(name)?.done && held.some(needs)).map(([name]) => name);
    }
    function read(name) {
      const script = document.createElement("script");
      const wait = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
      script.src = `compare/${name}.js`;
      document.head.append(script);
      return wait.then(() => take(name, window.alPieces[name]));
    }
    function take(name, brought) {
      const first = pieces.length;
      for (const [html, ...place] of brought.pieces) {
        const room = document.createElement("template");
        room.innerHTML = html;
        known.set(pieces.push(room.content.firstElementChild) - 1, place);
      }
      for (const [thing, ways] of Object.entries(brought.ways)) {
        const found = ways.map((way) => way.map((entry, at) => (at > 1 && !Array.isArray(entry) ? first + entry : entry)));
        things[thing].push(...found);
      }
      reading.get(name).done = true;
    }
    function bring(name) {
      if (!reading.has(name)) reading.set(name, { wait: read(name) });
      const one = reading.get(name);
      return one.wait.catch((error) => {
        reading.delete(name); // so that it can be tried again
        throw error;
      });
    }
    function listed(words) {
      return words.flatMap((word, at) => (at ? [at === words.length - 1 ? " and " : ", ", word] : [word]));
    }

    function grouped(before, after) {
      const [was, now] = [before, after].map((place) => table.files[table.revisions[place][0]]);
      const party = table.parties[table.revisions[after][2]];
      const groups = new Map();
      const group = ([section, owner, heading]) => {
        const key = `${section} ${owner}`;
        const place = party.indexOf(owner);
        const behind = party.length + 1;
        const rank = owner === table.each ? behind + 1 : place < 0 ? behind : place + 1;
        if (!groups.has(key)) groups.set(key, { section, owner, rank, heading, blocks: [], renamed: [] });
        return groups.get(key);
      };
      let stood = [-1, 0, 0];
      const places = new Map(now.map((clause, at) => [clause, [at, 1, 0]]));
      was.forEach((clause, at) => {
        if (places.has(clause)) stood = places.get(clause);
        else places.set(clause, [stood[0], 2, at]);
      });
      table.clauses.forEach((ways, clause) => {
        for (const piece of between(ways, before, after)) {
          const [rank, ...place] = known.get(piece);
          const one = { rank, place: places.get(clause), node: pieces[piece].cloneNode(true) };
          const target = group(place);
          if (rank < 0) target.renamed.push(one);
          else {
            target.blocks.push(one);
            target.heading = place[2];
          }
        }
      });
      for (const ways of table.orders) {
        for (const place of between(ways, before, after)) group(place).reordered = true;
      }
      return [...groups.values()].sort((a, b) => a.section - b.section || a.rank - b.rank || a.owner - b.owner);
    }

    function inOrder(entries) {
      const by = (a, b) => a.rank - b.rank || a.place[0] - b.place[0] || a.place[1] - b.place[1] || a.place[2] - b.place[2];
      return entries.sort(by).map((one) => one.node);
    }

    function quiet(words) {
      const line = document.createElement("p");
      line.className = "al-quiet";
      line.append(...words);
      return line;
    }

    function nodes(group) {
      const made = group.heading < 0 ? [] : [pieces[group.heading].cloneNode(true)];
      made.push(...inOrder(group.blocks));
      let renamed = inOrder(group.renamed);
      if (renamed.length > 4) renamed = [...renamed.slice(0, 3), `${renamed.length - 3} more`];
      if (renamed.length) made.push(quiet(["Only the id changed: ", ...listed(renamed), "."]));
      if (group.reordered) made.push(quiet(["The order changed."]));
      return made;
    }

    const called = (select) => {
      const text = select.selectedOptions[0].text;
      return /^\d/.test(text) ? `revision ${parseInt(text, 10)}` : "the uncommitted edits";
    };
    function say(words) {
      status.textContent = words;
      shown.hidden = true;
    }

    function show(note = "") {
      if (newestFirst(from.selectedIndex) > newestFirst(to.selectedIndex)) {
        [from.selectedIndex, to.selectedIndex] = [to.selectedIndex, from.selectedIndex];
        note = "The older one is always on the left, so the two were swapped. ";
      }
      const [before, after] = [from, to].map((select) => newestFirst(select.selectedIndex));
      const pair = `${called(from)} and ${called(to)}`;
      history.replaceState(null, "", `?from=${from.value}&to=${to.value}${location.hash}`);
      if (before === after) return say(`${note}No difference: both are ${called(to)}.`);
      const numbers = [from, to].map((select) => parseInt(select.selectedOptions[0].text, 10)).filter(Boolean);
      const elsewhere = `In a terminal: ${form.dataset.command} ${numbers.join(" ")}`;
      if (!table.all && !isNear(before, after)) {
        const limit = "This history is long, so only neighbours, and any revision with the newest, are compared here.";
        return say(`${note}${limit} ${elsewhere}`);
      }
      const wanted = missing(before, after);
      if (wanted.length) {
        const asked = location.search;
        const answer = (next) => () => asked === location.search && next();
        say(`${note}Loading what differs between ${pair} …`);
        return Promise.all(wanted.map(bring)).then(
          answer(() => show(note)),
          answer(() => say(`${note}A file of this page is missing, so ${pair} cannot be compared here. ${elsewhere}`)),
        );
      }
      const groups = grouped(before, after);
      if (!groups.length) return say(`${note}No difference in meaning between ${pair}.`);
      const count = groups.reduce((sum, group) => sum + group.blocks.length, 0);
      const changes = count ? `${count} ${count === 1 ? "change" : "changes"}` : "Nothing but ids or the order changed";
      say(`${note}${changes} between ${pair}${count ? ", taken together" : ""}.`);
      const changed = new Set(groups.map((group) => table.headings[group.section]));
      const same = table.rests[table.revisions[after][1]].filter((heading) => !changed.has(heading));
      rest.textContent = same.length ? `Everything else is unchanged: ${listed(same).join("")}.` : "";
      room.replaceChildren(...groups.flatMap(nodes));
      shown.hidden = false;
    }

    function choose(select, wanted, otherwise) {
      const options = [...select.options];
      const found = options.findIndex((one) => one.value === wanted.slice(0, 12) || one.text.split(" ")[0] === wanted);
      select.selectedIndex = wanted ? found : otherwise;
      return !wanted || found >= 0;
    }

    function restore() {
      const query = new URLSearchParams(location.search);
      const [left, right] = [query.get("from") || "", query.get("to") || ""];
      const fits = [choose(to, right, 0), choose(from, left, Math.min(1, last))];
      if (fits.every(Boolean)) return show();
      const unknown = fits[1] ? right : left;
      say(`There is no revision ${unknown} that can be compared here.`);
    }

    window.alPieces = {};
    form.hidden = false;
    document.querySelector(".al-compare-plain").hidden = true;
    form.addEventListener("change", () => {
      if (from.selectedIndex >= 0 && to.selectedIndex >= 0) show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", restore);
    restore();
  }

  document.documentElement.classList.remove("al-wait"); // nothing is painted before all of this is done
  document.querySelectorAll("time[data-al-review]").forEach(sayHowFar);
  document.querySelectorAll("form.al-filter").forEach(filter);
  document.querySelectorAll("form.al-compare").forEach(compare);
  openTarget();
  addEventListener("hashchange", openTarget);
})();

/* What a page cannot say when it is built: how far off a date is. And what plain HTML cannot do: open the folds around
   a link's target, and filter a long history. Everything is readable without this script. It calls nobody. */
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

  document.querySelectorAll("time[data-al-review]").forEach(sayHowFar);
  document.querySelectorAll("form.al-filter").forEach(filter);
  openTarget();
  addEventListener("hashchange", openTarget);
})();

"use strict";
(() => {
  const panel = document.getElementById("panel");
  const filters = document.getElementById("filters");
  const count = document.getElementById("count");
  const narrow = matchMedia("(max-width: 63.99rem)");
  const marks = [...document.querySelectorAll("a.mark")];

  // The list of articles is written last, since it is known last; here it comes before the text, for eye and keyboard.
  document.querySelector(".page").prepend(panel);

  const say = (shown) => {
    const { one, many, some } = count.dataset;
    const all = marks.length === 1 ? one : many.replace("{n}", marks.length);
    count.textContent = shown === marks.length ? all : some.replace("{shown}", shown).replace("{all}", all);
  };

  // What is filtered out looks as in the article: nothing put in, nothing struck.
  const filter = () => {
    const wanted = {};
    for (const box of filters.querySelectorAll("input")) {
      wanted[box.name] ??= new Set();
      if (box.checked) wanted[box.name].add(box.value);
    }
    const fits = (element) => Object.entries(wanted).every(([name, values]) => values.has(element.dataset[name]));
    let shown = 0;
    for (const mark of marks) {
      const off = !fits(mark);
      mark.classList.toggle("off", off);
      mark.tabIndex = off ? -1 : 0;
      shown += off ? 0 : 1;
      document.getElementById(mark.id.replace("m-", "n-")).hidden = off;
    }
    for (const place of document.querySelectorAll("[data-of]"))
      place.classList.toggle("off", document.getElementById(`m-${place.dataset.of}`).classList.contains("off"));
    say(shown);
  };

  // Further on in a long page the facts stand in the list alone: the first time that a mark is looked at, they are copied.
  const told = (mark) => {
    if (mark.nextElementSibling) return mark.nextElementSibling;
    const tip = document.createElement("span");
    tip.className = "tip";
    tip.setAttribute("role", "tooltip");
    const why = document.getElementById(mark.id.replace("m-", "w-"));
    tip.append(...[...why.children].filter((part) => !part.matches(".back")).map((part) => part.cloneNode(true)));
    mark.after(tip);
    return tip;
  };

  // A note keeps within the window, and Escape puts it away until the mark is left.
  const place = (mark) => {
    const tip = told(mark);
    tip.classList.remove("away");
    tip.style.setProperty("--shift", "0px");
    tip.classList.remove("above");
    const box = tip.getBoundingClientRect();
    const over = box.right - document.documentElement.clientWidth + 12;
    if (over > 0) tip.style.setProperty("--shift", `${-Math.min(over, Math.max(box.left - 12, 0))}px`);
    if (box.bottom > innerHeight && mark.getBoundingClientRect().top > box.height + 80) tip.classList.add("above");
  };
  for (const event of ["mouseover", "focusin"])
    document.addEventListener(event, (e) => {
      const mark = e.target.closest?.("a.mark");
      if (mark && !mark.contains(e.relatedTarget)) place(mark);
    });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape")
      for (const tip of document.querySelectorAll(".spot:hover > .tip, a.mark:focus + .tip")) tip.classList.add("away");
  });

  // Articles that were not looked at yet have a height that is only guessed: those before the place that a link leads to get
  // theirs first, or the page would stop somewhere else.
  const measure = (address) => {
    const target = address.length > 1 && document.getElementById(decodeURIComponent(address.slice(1)));
    const way = target ? [...document.querySelectorAll("main > article")] : [];
    for (const article of way) {
      article.classList.add("measured");
      if (article.contains(target)) break;
    }
    return target;
  };
  document.addEventListener("click", (e) => { const link = e.target.closest?.('a[href^="#"]'); if (link) measure(link.hash); });
  const begun = measure(location.hash);
  if (begun) begun.scrollIntoView();

  if (filters) {
    filters.hidden = false;
    for (const part of panel.querySelectorAll("details")) part.open = !narrow.matches;
    const form = filters.querySelector("form");
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (e) => e.preventDefault());
  }
  addEventListener("beforeprint", () => {
    for (const part of panel.querySelectorAll("details")) part.open = true; // paper cannot be unfolded
  });
  say(marks.length);
})();

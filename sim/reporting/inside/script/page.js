// The beginning: the explorer is put where the page has a place for it.

async function begin() {
  const place = document.getElementById("explorer"),
    blocks = [...document.querySelectorAll("script[type='application/octet-stream']")];
  if (!place) return;
  if (typeof DecompressionStream === "undefined") {
    place.textContent = "This browser is too old for this part of the page: it cannot unpack its numbers.";
    return;
  }
  const choose = document.getElementById("inside-point");
  let explorer = null;
  const open = async (number) => {
    explorer = new Explorer(place, await pointOf(blocks[number].textContent));
  };
  choose?.addEventListener("change", () => open(choose.selectedIndex));
  if (choose) choose.closest("p").hidden = false;
  await open(choose ? choose.selectedIndex : 0);
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) explorer.draw(explorer.place.classList.contains("changed"));
    width = window.innerWidth;
  });
  document.documentElement.dataset.explorer = "ready";
}

begin();

// Staying at the end of what grows, until somebody moves up.
const NEAR = 80; // pixels from the end that count as being there

// `go` moves to the end for whoever stands there; `begin` stands there again.
export function endOf(scroll, list) {
  let isThere = true;
  let top = 0;
  const go = () => {
    if (isThere) scroll.scrollTop = scroll.scrollHeight;
  };
  scroll.addEventListener("scroll", () => {
    // What has grown meanwhile takes nobody from the end: only moving up does.
    const isNear = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    isThere = isNear || (isThere && scroll.scrollTop >= top);
    top = scroll.scrollTop;
  });
  // What stands there grows as well: a picture has its height only once it has come.
  const sizes = new ResizeObserver(go);
  for (const one of [scroll, list]) sizes.observe(one);
  return {
    go,
    begin: () => {
      isThere = true;
      top = 0;
    },
  };
}

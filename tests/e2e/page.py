# SPDX-License-Identifier: MIT
"""page.py - a page in headless Chromium, for certserve-page.t.

    page.py URL DIR NAME WIDTH...       pictures go to DIR/NAME-WIDTH-SCHEME.png, and …-open.png

A line for each finding: 0 (it holds) or 1, a sentence, and after a tab what speaks against it. Talks to the browser by
its debugging pipe; its HOME decides what it trusts.
"""
import base64, fcntl, json, os, select, subprocess, sys, tempfile, time

FLAGS = ("--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
         " --no-first-run --remote-debugging-pipe").split()


class Browser:
    def __init__(self, profile):
        to, mine = os.pipe()
        answers, out = os.pipe()

        def pipes():
            high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to, out)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(["chromium", *FLAGS, "--user-data-dir=" + profile], preexec_fn=pipes, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        os.close(to), os.close(out)
        self.to, self.answers, self.rest, self.n, self.session, self.events = mine, answers, b"", 0, None, []

    def message(self, wait):
        while b"\0" not in self.rest:
            if not select.select([self.answers], [], [], wait)[0]:
                return None
            more = os.read(self.answers, 1 << 20)
            if not more:
                sys.exit("the browser is gone")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **params):
        self.n += 1
        order = {"id": self.n, "method": method, "params": params}
        if self.session:
            order["sessionId"] = self.session
        os.write(self.to, json.dumps(order).encode() + b"\0")
        while True:
            m = self.message(60) or sys.exit(method + ": no answer")
            if m.get("id") == self.n:
                return m["result"] if "result" in m else sys.exit(f"{method}: {m['error']}")
            self.events.append(m)

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in "Page Network Log Runtime Audits Accessibility DOM".split():
            self.call(domain + ".enable")
        failed = self.call("Page.navigate", url=url).get("errorText")
        while not failed and not self.seen("Page.loadEventFired"):
            self.events.append(self.message(60) or sys.exit("the page does not load"))
        return failed

    def seen(self, *methods):
        return [e["params"] for e in self.events if e.get("method") in methods]

    def js(self, text):
        r = self.call("Runtime.evaluate", expression=text, returnByValue=True)
        return r["result"].get("value") if "exceptionDetails" not in r else sys.exit(json.dumps(r))

    def key(self, key, text=""):
        code = {"Tab": 9, "Enter": 13}[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **({"text": text} if kind == "keyDown" and text else {}))


def say(name, against=""):
    against = " ".join(str(against).split()) if against else ""
    print(f"{1 if against else 0}\t{name}\t{against}")


# Each text's contrast with what it stands on (WCAG 2, 1.4.3), and of the ring around what has the focus (1.4.11).
CONTRAST = """
const parts = s => s.match(/[0-9.]+/g).map(Number);
const light = ([r, g, b]) => [.2126, .7152, .0722].reduce((sum, k, i) => {
	const v = [r, g, b][i] / 255; return sum + k * (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4) }, 0);
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05) };
const behind = e => { for (; e; e = e.parentElement) {
	const s = getComputedStyle(e), c = parts(s.backgroundColor);
	if (s.opacity != 1 || s.backgroundImage != 'none') return [127, 127, 127];
	if (c.length == 3 || c[3] == 1) return c;
	if (c[3] > 0) return [127, 127, 127] }
	return matchMedia('(prefers-color-scheme:dark)').matches ? [18, 18, 18] : [255, 255, 255] };
"""
TEXTS = "(() => {" + CONTRAST + """
const bad = []; let n = 0;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
	const e = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
	if (!text || !e.checkVisibility()) continue;
	n++;
	const r = ratio(parts(getComputedStyle(e).color), behind(e));
	if (!(r >= 4.5)) bad.push(text.slice(0, 20) + ': ' + r.toFixed(2));
}
return n < 5 ? 'only ' + n + ' texts' : bad.join('; ') })()"""
WIDE = """(() => {
const w = document.documentElement.clientWidth, d = document.documentElement.scrollWidth;
const out = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('svg') && (e.getBoundingClientRect().right > w + .5 ||
	e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display != 'inline')).map(e => e.tagName + ' ' + e.textContent.slice(0, 20));
return d > w || out.length ? d + ' of ' + w + ': ' + out.join('; ') : '' })()"""
# What can have the focus; what can be scrolled, too.
CONTROLS = """[...document.querySelectorAll('body *')].filter(e => e.matches('a[href],summary,button,input,[tabindex]') ||
	e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY == 'auto')"""
FOCUS = "(() => {" + CONTRAST + """
const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
return [""" + CONTROLS + """.indexOf(e), e.tagName, e.matches(':focus-visible') && s.outlineStyle == 'solid' && parseFloat(s.outlineWidth) >= 2 &&
	ratio(parts(s.outlineColor), behind(e.parentElement)) >= 3 && r.top >= 0 && r.bottom <= innerHeight, e.parentElement.open === true, e.textContent] })()"""


def look(b, stem, widths):
    """Pictures at each width, light and dark, closed and then open."""
    for scheme in ("light", "dark"):
        b.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for width in map(int, widths):
            wide = ""
            for is_open in ("false", "true"):
                b.js(f"document.querySelectorAll('details').forEach(d => d.open = {is_open})")
                b.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
                height = b.js("document.documentElement.scrollHeight")
                b.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
                wide += b.js(WIDE)
                picture = b.call("Page.captureScreenshot", format="png")["data"]
                with open(f"{stem}-{width}-{scheme}{'-open' if is_open == 'true' else ''}.png", "wb") as f:
                    f.write(base64.b64decode(picture))
            say(f"nothing is wider than the page at {width} pixels, {scheme}", wide)
        say(f"each text's contrast is 4.5 to 1, {scheme}", b.js(TEXTS))
    b.js("document.querySelectorAll('details').forEach(d => d.open = false)")
    b.call("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)


def keyboard(b):
    """Tab goes to each control in its order; Enter opens."""
    reached, dim, shut = [], [], []
    total = b.js(CONTROLS + ".length")
    for _ in range(total + 1):
        b.key("Tab")
        index, tag, visible, is_open, text = b.js(FOCUS)
        if index < 0:
            break
        reached.append(index)
        if not visible:
            dim.append(text)
        if tag == "SUMMARY":
            b.key("Enter", "\r")
            if b.js(FOCUS)[3] == is_open:
                shut.append(text)
    say("Tab reaches each control, in their order", reached != list(range(total)) and f"{reached} of {total}")
    say("the focus is seen", dim)
    say("Enter opens what can be opened", shut)


def outline(b):
    levels = b.js("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    say("headings come in their order", (levels[:1] != [1] or levels.count(1) != 1 or any(y > x + 1 for x, y in zip(levels, levels[1:]))) and levels)
    say("it has a language and a title", b.js("document.documentElement.lang + '|' + document.title + '|' + document.compatMode") !=
        f"en|Trust {b.js('document.querySelector(`h1`).textContent')}|CSS1Compat" and b.js("document.title"))
    b.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    nodes = [n for n in b.call("Accessibility.getFullAXTree")["nodes"] if not n.get("ignored")]
    roles = [n["role"]["value"] for n in nodes]
    named = {"image", "img", "link", "heading", "navigation", "DisclosureTriangle", "RootWebArea", "button"}
    say("a screen reader has a name for each control and image",
        [n["role"]["value"] for n in nodes if n["role"]["value"] in named and not n.get("name", {}).get("value", "").strip()])
    say("... and landmarks", [r for r in ("banner", "main", "contentinfo") if roles.count(r) != 1])
    pictures = {c for n in nodes if n["role"]["value"] in ("image", "img") for c in n.get("childIds", [])}
    say("... and no drawing in characters to spell", [n["name"] for n in nodes if n["role"]["value"] == "StaticText" and "----" in n["name"]["value"] and n["nodeId"] not in pictures])


def quiet(b, url):
    """What the browser has noted since the beginning."""
    time.sleep(0.3)
    while (m := b.message(0.2)) is not None:
        b.events.append(m)
    asked = [p["request"]["url"] for p in b.seen("Network.requestWillBeSent") if not p["request"]["url"].startswith("data:")]
    say("no request but its own", asked != [url] and asked)
    say("nothing on the console", [p for p in b.seen("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")])
    say("no issue, of the CSP neither", [p["issue"]["code"] for p in b.seen("Audits.issueAdded")])
    answers = [p["response"] for p in b.seen("Network.responseReceived") if p["response"]["url"] == url]
    say("the answer is HTML, 200", [a["status"] for a in answers] != [200] or answers[0]["mimeType"] != "text/html")
    if url.startswith("https:"):
        say("... by TLS 1.2 that the browser trusts", answers[0]["securityState"] != "secure" and answers[0]["securityState"] or
            answers[0]["securityDetails"]["protocol"] != "TLS 1.2" and answers[0]["securityDetails"])
    say("no script, frame, form or file of another's", b.js("document.querySelectorAll('script,iframe,form,img,object,embed,video,audio,base').length + document.scripts.length + performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length"))


def main():
    url, folder, name, *widths = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        b = Browser(profile)
        try:
            failed = b.open(url)
            say("the browser opens it", failed)
            if failed:
                return
            keyboard(b)
            look(b, os.path.join(folder, name), widths)
            outline(b)
            quiet(b, url)
        finally:
            b.process.terminate()
            b.process.wait()


main()

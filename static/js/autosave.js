// Saves a long text while it is written: two seconds after typing stops, with the version that was seen. Only one save
// is under way at a time. Without this file the Save button does the same.
const PAUSE = 2000;
const AGAIN = 15000;

function clockTime(date) {
  const minutes = String(date.getMinutes()).padStart(2, '0');
  return `${date.getHours() % 12 || 12}:${minutes}${date.getHours() < 12 ? 'am' : 'pm'}`;
}

function autosave(holder) {
  const form = holder.querySelector('form');
  const words = holder.querySelector('[data-autosave-words]');
  const spoken = holder.querySelector('[data-autosave-status]');
  const questions = holder.querySelector('[data-autosave-questions]');
  let asked = null;
  let timer = null;
  let underWay = null;
  let sent = contentOf();
  let since = null; // when what was typed first went unsaved
  let stopped = false; // somebody else saved: the two texts must be settled by the Save button
  let hasSpoken = false;

  function contentOf() {
    const data = new FormData(form);
    for (const name of ['csrf_token', 'version', 'turn', 'sitting']) {
      data.delete(name);
    }
    return new URLSearchParams(data).toString();
  }

  function say(text, aloud) {
    words.textContent = text;
    if (aloud) {
      spoken.textContent = text;
    }
  }

  function nextTurn() {
    form.elements.turn.value = String(Number(form.elements.turn.value) + 1);
  }

  async function send() {
    const content = contentOf();
    if (stopped || content === sent) {
      return;
    }
    nextTurn();
    const body = new URLSearchParams(new FormData(form));
    const wait = new AbortController();
    const limit = setTimeout(() => wait.abort(), 10000);
    try {
      const answer = await fetch(holder.dataset.autosave, {
        method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error', signal: wait.signal,
      });
      if (!(answer.headers.get('Content-Type') || '').startsWith('application/json')) {
        throw new Error('not saved');
      }
      took(content, answer.status, await answer.json());
    } catch {
      failed();
    } finally {
      clearTimeout(limit);
    }
  }

  function took(content, status, reply) {
    if (reply.saved) {
      form.elements.version.value = String(reply.version);
      sent = content;
      since = null;
      const news = ask(reply);
      say(`${reply.words}. Saved ${reply.saved}${reply.asks ? `. ${reply.asks} below` : ''}`, news || !hasSpoken);
      hasSpoken = true;
    } else if (reply.conflict) {
      stopped = true;
      say(`${reply.sentences[0]}. Your text is still here. Save to see both versions.`, true);
    } else if (reply.sentences && reply.sentences.length) {
      say(`Not saved: ${reply.sentences[0]}. Your text is still here.`, true);
    } else {
      failed();
    }
  }

  // What the answer raises, as the page would print it afresh; left alone while it holds the focus. True: a new one.
  function ask(reply) {
    if (!questions || reply.questions === undefined || questions.contains(document.activeElement)) {
      return false;
    }
    const before = asked;
    asked = reply.asks;
    questions.innerHTML = reply.questions;
    return Boolean(asked) && asked !== before;
  }

  function failed() {
    say(`Not saved since ${clockTime(since || new Date())}. Your text is still here. Save again.`, true);
    hasSpoken = false; // say it when it works again
    plan(AGAIN);
  }

  function run() {
    timer = null;
    underWay = send().finally(() => {
      underWay = null;
      if (!stopped && !timer && contentOf() !== sent && since) {
        plan(PAUSE);
      }
    });
  }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => (underWay ? underWay.finally(run) : run()), delay);
  }

  function changed() {
    since = since || new Date();
    plan(PAUSE);
  }

  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  // A Save pressed while an autosave is under way waits for it, so that the page does not meet its own newer version.
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    timer = null;
    if (underWay && !form.dataset.waited) {
      event.preventDefault();
      form.dataset.waited = 'yes';
      const button = event.submitter;
      underWay.finally(() => form.requestSubmit(button));
      return;
    }
    stopped = true;
    nextTurn();
  });
}

document.querySelectorAll('[data-autosave]').forEach(autosave);

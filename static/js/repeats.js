// While somebody says who told us, earlier cases of the same person appear below the name. Without this file a page of
// its own asks before saving. The words travel in the body of a request, never in an address.
const PAUSE = 500;

function repeats(holder) {
  const form = holder.closest('form') || document.querySelector('form:has([name="told_by_name"])');
  const fields = ['told_by_name', 'adult_reference'].map((name) => form.elements[name]);
  let timer = null;
  let number = 0;

  async function look() {
    number += 1;
    const mine = number;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    for (const field of fields) {
      body.set(field.name, field.value);
    }
    try {
      const answer = await fetch(holder.dataset.repeats, { method: 'POST', body, redirect: 'error' });
      const kind = answer.headers.get('Content-Type') || '';
      if (mine === number && answer.ok && kind.startsWith('application/json')) {
        show(await answer.json());
      }
    } catch {
      holder.hidden = true; // the page that asks before saving still does
    }
  }

  function show({ said, cases }) {
    holder.hidden = cases.length === 0;
    const heading = document.createElement('p');
    heading.className = 'govuk-body govuk-!-font-weight-bold';
    heading.textContent = said;
    const list = document.createElement('ul');
    list.className = 'govuk-list';
    for (const one of cases) {
      const line = document.createElement('li');
      const link = document.createElement('a');
      link.className = 'govuk-link';
      link.href = one.href;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = `${one.reference} (opens in new tab)`;
      line.append(link, ` ${one.about}`);
      list.append(line);
    }
    holder.replaceChildren(...(cases.length ? [heading, list] : []));
  }

  for (const field of fields) {
    field.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
  }
  if (fields.some((field) => field.value)) {
    look();
  }
}

document.querySelectorAll('[data-repeats]').forEach(repeats);

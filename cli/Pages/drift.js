const search = document.querySelector('#search');
const chips = [...document.querySelectorAll('.chips button')];
const items = [...document.querySelectorAll('[data-status]')];
const none = document.querySelector('#none');
const quiet = document.querySelector('.quiet');
let status = 'all';

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const text = item.textContent.toLowerCase();
    item.hidden = !((status === 'all' || item.dataset.status === status) && words.every(word => text.includes(word)));
    shown += item.hidden ? 0 : 1;
  }
  none.hidden = shown > 0;
  if (quiet) {
    quiet.hidden = ![...quiet.querySelectorAll('[data-status]')].some(item => !item.hidden);
    quiet.open = !quiet.hidden && (words.length > 0 || status === 'in-sync');
  }
}

search.addEventListener('input', show);
for (const chip of chips) {
  chip.addEventListener('click', () => {
    status = chip.dataset.show;
    chips.forEach(other => other.setAttribute('aria-pressed', String(other === chip)));
    show();
  });
}
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});

const rows = [...document.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
document.querySelector('#search').addEventListener('input', event => {
  const words = event.target.value.toLowerCase().split(/\s+/);
  for (const [row, text] of rows) {
    row.hidden = !words.every(word => text.includes(word));
  }
});

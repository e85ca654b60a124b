// What a page does with the widget: calls its methods, and listens to its events.
(function () {
  var demo = document.getElementById('steered');
  var heard = document.getElementById('heard');
  var MOST_SHOWN = 6;

  ['ready', 'finding', 'step', 'complete'].forEach(function (name) {
    demo.addEventListener(name, function (event) {
      var line = document.createElement('li');
      line.textContent = name + ' ' + JSON.stringify(event.detail);
      heard.prepend(line);
      while (heard.children.length > MOST_SHOWN) heard.lastChild.remove();
    });
  });

  document.querySelectorAll('[data-call]').forEach(function (button) {
    button.addEventListener('click', function () {
      demo[button.dataset.call](Number(button.dataset.step));
    });
  });
})();

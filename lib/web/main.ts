// What pages run. Everything is readable without it.
document.documentElement.classList.add('scripted');

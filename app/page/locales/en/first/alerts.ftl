### Messages above the page's lower edge: their controls.

messages = Messages
start-again = Start again
fetch-from-mirror = Fetch from a mirror
close = Close message

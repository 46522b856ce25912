"""The console: pages made on the server. `app.create_app` is the way in."""

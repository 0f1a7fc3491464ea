"""What runs inside the cloud's services: start-up, patches and plug-ins."""

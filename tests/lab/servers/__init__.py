"""The servers that run inside the lab's boxes, each as a process of its own."""

app_name = "disaster"
urlpatterns = []

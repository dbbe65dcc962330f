from django.http import JsonResponse

from library.models import Book


def books(request):
    author = request.GET.get("author", "")
    language = request.GET.get("language", "en")
    query = "SELECT * FROM library_book WHERE author LIKE '%" + author + "%'"
    found = Book.objects.raw(query)
    return JsonResponse({"books": [b.title for b in found if b.language == language]})

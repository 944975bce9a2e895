using CsvHelper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Netflix.Catalog.Import;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Makes and updates thousands of titles from a file; bad lines are told, the others are taken.</summary>
internal static class ImportTitles
{
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";

    internal static void Map(IEndpointRouteBuilder titles) => titles.MapPost("/import", Handle)
        .WithSummary("Import titles, one a line; the same externalId updates")
        .ProducesValidationProblem().ProducesProblem(415)
        // Not Accepts(), which answers 415 even to those who may not ask.
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = "One title a line, with the fields of POST /admin/content; CSV has their names as its first line and parts lists by '|'.",
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [Ndjson] = new(), [Csv] = new() },
            };
            return Task.CompletedTask;
        });

    internal static async Task<Results<Ok<ImportReport>, ValidationProblem, ProblemHttpResult>> Handle(
        EnumName<TitleState>? state, HttpContext http, Importer importer, CancellationToken cancel)
    {
        if (state is { Value: TitleState.Published })
        {
            return Problems.Invalid("state", "An import makes titles 'draft' or 'announced'; publish each once it is playable.");
        }

        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed) ? parsed.MediaType.Value?.ToLowerInvariant() : null;
        if (type is not (Ndjson or Csv))
        {
            return TypedResults.Problem($"Send {Ndjson} or {Csv}.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (http.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && encoding != "identity")
        {
            return TypedResults.Problem("Send the file unpacked: a Content-Encoding is not read here.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        // Read line by line, so a file may be as long as its sender likes.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var wanted = state?.Value ?? TitleState.Draft;
        if (type == Ndjson)
        {
            return TypedResults.Ok(await importer.RunAsync(NdjsonLines.ReadAsync(http.Request.Body, cancel), wanted, cancel));
        }

        using var csv = CsvLines.Open(http.Request.Body);
        try
        {
            if (await CsvLines.CheckHeaderAsync(csv) is { } problem)
            {
                return Problems.Invalid("header", problem);
            }
        }
        catch (CsvHelperException)
        {
            return Problems.Invalid("header", "The first line names the columns, parted by commas.");
        }

        return TypedResults.Ok(await importer.RunAsync(CsvLines.ReadAsync(csv, cancel), wanted, cancel));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Netflix.ServiceDefaults;

/// <summary>Every error as RFC 9457 <c>application/problem+json</c>: bad input never is a 500, and no stack trace leaves.</summary>
public static partial class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
            context.ProblemDetails.Detail ??= DefaultDetail(context.ProblemDetails.Status);
            context.ProblemDetails.Type ??= "about:blank"; // statuses that the framework has no section for: 429, tus's 460
            context.ProblemDetails.Title ??= ReasonPhrases.GetReasonPhrase(context.ProblemDetails.Status ?? 500) is { Length: > 0 } phrase ? phrase : "Refused";
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that the handler below can name the field
        services.AddSingleton<IProblemDetailsWriter, AnyAcceptWriter>();
        return services.AddExceptionHandler<Handler>();
    }

    /// <summary>400 that names one field, and says what to do about it.</summary>
    public static ValidationProblem Invalid(string field, string text) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [text] });

    /// <summary>A refusal that the viewer must be told the reason of: <c>reason</c> beside the sentence.</summary>
    public static IResult Refused(string reason, string detail, IDictionary<string, object?>? more = null)
    {
        var extensions = new Dictionary<string, object?>(more ?? new Dictionary<string, object?>()) { ["reason"] = reason };
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, extensions: extensions);
    }

    /// <summary>The first name in a JSON path: "region" of <c>$[0].region</c>.</summary>
    [GeneratedRegex(@"^\$(?:\[\d+\])*\.(\w+)")]
    private static partial Regex Name();

    [GeneratedRegex("""^Failed to bind parameter "[^"]*?(\w+)" from """)]
    private static partial Regex BoundParameter();

    private static string? DefaultDetail(int? status) => status switch
    {
        400 => "The request is malformed.",
        401 => "Sign in first: the access token is missing, expired or not ours.",
        403 => "This account may not do that.",
        404 => "There is nothing here.",
        405 => "The route does not take this method.",
        413 => "The request is larger than allowed.",
        415 => "The body's content type is not one that the route reads.",
        429 => "Too many requests: wait, then try again.",
        _ => null,
    };

    private sealed class Handler(IProblemDetailsService problems, ILogger<Handler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancel)
        {
            if (http.RequestAborted.IsCancellationRequested)
            {
                return true; // the client left: nobody to answer
            }

            var (status, detail) = exception switch
            {
                BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == 400 ? "The request could not be read: check the JSON, the types and the names." : null),
                _ when IsTextRefused(exception) => (StatusCodes.Status400BadRequest, "The text holds the character U+0000, which cannot be stored."),
                _ when IsDatabaseDown(exception) => (StatusCodes.Status503ServiceUnavailable, "The service is catching its breath: try again in a few seconds."),
                _ => (StatusCodes.Status500InternalServerError, "Something went wrong on our side; it has been logged under the trace id."),
            };
            if (status >= 500)
            {
                logger.LogError(exception, "{Method} {Route} failed", http.Request.Method, http.RouteOrNone());
            }

            http.Response.StatusCode = status;
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
            }

            return await problems.TryWriteAsync(new ProblemDetailsContext
            {
                HttpContext = http,
                ProblemDetails = exception is BadHttpRequestException unread && UnreadField(unread) is { } field
                    ? new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = ["The value is not one that this field takes."] }) { Status = status, Detail = detail }
                    : new ProblemDetails { Status = status, Detail = detail },
            });
        }

        /// <summary>The field whose value could not be read: of the JSON's path, or of the framework's sentence on a query's.</summary>
        private static string? UnreadField(BadHttpRequestException bad) =>
            bad.InnerException is JsonException { Path: { } path } && Name().Match(path) is { Success: true } name ? name.Groups[1].Value
            : BoundParameter().Match(bad.Message) is { Success: true } bound ? JsonNamingPolicy.CamelCase.ConvertName(bound.Groups[1].Value)
            : null;

        /// <summary>PostgreSQL's text and jsonb hold every character but U+0000, wherever it came from.</summary>
        private static bool IsTextRefused(Exception? exception) => exception switch
        {
            null => false,
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => true,
            _ => IsTextRefused(exception.InnerException),
        };

        /// <summary>No connection, or the server is starting, stopping or full (SQLSTATE classes 08, 53 and 57); a failed statement is ours.</summary>
        private static bool IsDatabaseDown(Exception? exception) => exception switch
        {
            null => false,
            PostgresException server => server.SqlState is ['0', '8', ..] or ['5', '3' or '7', ..],
            NpgsqlException { IsTransient: true } => true,
            _ => IsDatabaseDown(exception.InnerException),
        };
    }

    /// <summary>The framework's own writer is silent when Accept names no JSON, as a browser's for a picture: errors are problems all the same.</summary>
    private sealed class AnyAcceptWriter(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var problem = TypedResults.Problem(context.ProblemDetails).ProblemDetails; // gives it its title and type
            options.Value.CustomizeProblemDetails?.Invoke(context);
            await context.HttpContext.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted);
        }
    }
}

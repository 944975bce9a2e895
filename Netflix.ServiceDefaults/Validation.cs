using System.Reflection;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Netflix.ServiceDefaults;

public static class Validation
{
    /// <summary>All validators of a module, internal ones too.</summary>
    public static void AddValidators(this IServiceCollection services, Assembly module)
    {
        foreach (var validator in AssemblyScanner.FindValidatorsInAssembly(module, includeInternalTypes: true))
        {
            services.AddSingleton(validator.InterfaceType, validator.ValidatorType);
        }
    }

    /// <summary>Checks the request body by its <see cref="IValidator{T}"/>; answers 400 with <c>errors: {field: [text]}</c>.</summary>
    public static RouteHandlerBuilder Validate<TRequest>(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var validator = context.HttpContext.RequestServices.GetRequiredService<IValidator<TRequest>>();
            if (context.Arguments.OfType<TRequest>().FirstOrDefault() is not { } request)
            {
                // Filters also run when binding has failed, as it does on the body "null".
                return TypedResults.Problem("The body is missing: send a JSON object.", statusCode: StatusCodes.Status400BadRequest);
            }

            var result = await validator.ValidateAsync(request, context.HttpContext.RequestAborted);
            return result.IsValid ? await next(context) : TypedResults.ValidationProblem(Errors(result));
        }).ProducesValidationProblem();

    /// <summary>Text that people read: 1 to <paramref name="maximum"/> letters, none of them control characters (PostgreSQL refuses U+0000).</summary>
    public static IRuleBuilderOptions<T, string?> PlainText<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.Must(text => text is null || (text.Trim().Length > 0 && text.Length <= maximum && IsPlain(text)))
            .WithMessage($"Write 1 to {maximum} letters, without control characters.");

    /// <summary>No control characters but line breaks and tabs, no half surrogates: what every store and reader takes.</summary>
    public static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t'))
            {
                return false;
            }

            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) && ++i > 0))
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, string[]> Errors(FluentValidation.Results.ValidationResult result) =>
        result.Errors
            .GroupBy(error => FieldOf(error.PropertyName))
            .ToDictionary(field => field.Key, field => field.Select(error => error.ErrorMessage).Distinct().ToArray());

    /// <summary><c>Genres[3]</c> is <c>genres</c>: a client looks its field up by the name it sent.</summary>
    private static string FieldOf(string property) =>
        string.Join('.', property.Split('.').Select(part => JsonNamingPolicy.CamelCase.ConvertName(part.Split('[')[0])));
}

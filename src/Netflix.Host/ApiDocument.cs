using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Netflix.ServiceDefaults;

namespace Netflix.Host;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: schemas named by their slice, the token, and the refusals it implies.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        // Each slice has its Request and Response: by their short names, one would stand for all.
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : NameOf(type.Type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // A request's field that may be null may be left out; an answer has all of its fields.
            if (context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal))
            {
                schema.Required = context.JsonTypeInfo.Properties.Where(property => !property.IsSetNullable).Select(property => property.Name).ToHashSet();
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Netflix";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The accessToken of /auth/login." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            Refusal("429", "Too many requests of this account or address: Retry-After says how many seconds to wait.");
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            DescribeParameters(operation, context.Description.ParameterDescriptions);
            if (metadata.OfType<ProfileNeeded>().Any())
            {
                NameProfile(operation, inPath: context.Description.RelativePath!.Contains("{profileId", StringComparison.Ordinal));
                Refusal("400", "No profile is named, or a value is not one that the route takes.");
                Refusal("403", "The profile has a PIN that this device has not given, or it may not do this: see reason.");
                Refusal("404", "There is no such thing, or it is another account's.");
            }

            if (metadata.OfType<IAllowAnonymous>().Any())
            {
                return Task.CompletedTask;
            }

            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            Refusal("401", "No access token, or one that has expired.");
            if (metadata.OfType<IAuthorizeData>().Any(data => data.Policy is not null))
            {
                Refusal("403", "The account lacks the role.");
            }

            return Task.CompletedTask;

            void Refusal(string status, string description) => operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", context.Document) } },
            });
        });
    });

    /// <summary><c>Page&lt;TitleReviews.Response&gt;</c> is PageOfTitleReviewsResponse.</summary>
    private static string NameOf(Type type)
    {
        var own = type.Name.Split('`')[0] + (type.IsGenericType ? "Of" + string.Concat(type.GetGenericArguments().Select(NameOf)) : "");
        return type.DeclaringType is { } slice ? slice.Name + own : own;
    }

    /// <summary>Query parameters as clients write them, with the names that a choice takes.</summary>
    private static void DescribeParameters(OpenApiOperation operation, IList<ApiParameterDescription> described)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query) ?? [])
        {
            var type = described.FirstOrDefault(one => one.Name == parameter.Name)?.ParameterDescriptor?.ParameterType;
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
            if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(EnumName<>))
            {
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. Enum.GetNames(type.GetGenericArguments()[0]).Select(name => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(name)))],
                };
            }
        }
    }

    private static void NameProfile(OpenApiOperation operation, bool inPath)
    {
        operation.Parameters ??= [];
        var (name, place) = inPath ? ("profileId", ParameterLocation.Path) : ("Profile-Id", ParameterLocation.Header);
        if (!operation.Parameters.Any(parameter => parameter.Name == name))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name, In = place, Required = true, Description = "One of GET /profiles.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            });
        }
    }
}
